package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Position;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where in PostgreSQL a store lies, and through which connections it is reached. */
final class PostgresPlaceTest {

    private static final StreamId ORDER = StreamId.of("order", "1");

    private final PostgresServer server = PostgresServer.newest();

    @Test
    void stores_in_two_schemas_of_one_database_see_nothing_of_each_other() throws Exception {
        try (EventStore sales = TestDatabase.postgres(server).open();
                EventStore billing = TestDatabase.postgres(server).open()) {
            sales.commit(Workload.single(ORDER, ExpectedVersion.noneYet(), "sold"));
            sales.documents().prepare(DocumentCollection.of("orders"), 1);

            assertThat(billing.head()).isEqualTo(Position.START);
            assertThat(billing.version(ORDER)).isEqualTo(Version.NONE);
            assertThat(billing.eventTypes()).isEmpty();
            assertThat(billing.awaitBeyond(Position.START, Duration.ofMillis(1)))
                    .isFalse();
            billing.commit(Workload.single(ORDER, ExpectedVersion.noneYet(), "billed"));
            assertThat(sales.readStream(ORDER, Version.NONE, 10)).hasSize(1);
        }
    }

    @Test
    void a_pool_whose_connections_do_not_commit_by_themselves_will_do() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl("manual"));
        config.setAutoCommit(false);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            String schema = PostgresServer.freshSchema();
            try (EventStore store = SqlEventStore.postgres(pool, setup -> setup.withSchema(schema));
                    EventStore other = SqlEventStore.postgres(pool, setup -> setup.withSchema(schema))) {
                store.commit(Workload.single(ORDER, ExpectedVersion.noneYet(), "first"));
                assertThat(other.readStream(ORDER, Version.NONE, 10)).hasSize(1);
                assertThat(other.awaitBeyond(Position.START, Duration.ofSeconds(30)))
                        .isTrue();
                other.commit(Workload.single(ORDER, ExpectedVersion.exactly(1), "second"));
                StoreCheck.assertIntact(store, List.of());
            }
            assertThat(pool.isClosed()).isFalse();
            TestRun.await(
                    "all connections to be given back",
                    () -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"s", "a_23456789012345678901234567890123456789"})
    void a_schema_name_may_have_1_to_40_characters(String name) throws Exception {
        try (EventStore store = SqlEventStore.postgres(server.jdbcUrl("names"), config -> config.withSchema(name))) {
            store.documents().prepare(DocumentCollection.of("c".repeat(40), "f".repeat(40)), 1);
            assertThat(store.head()).isEqualTo(Position.START);
        }
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA \"" + name + "\" CASCADE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Sales", "1st", "a-b", "a\"b", "a.b", "a_234567890123456789012345678901234567890"})
    void any_other_schema_name_is_refused(String name) {
        assertThatThrownBy(() -> SqlStoreConfig.defaults().withSchema(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "' is not one: expected a lower-case letter");
    }
}
