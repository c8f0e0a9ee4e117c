package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StreamId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** A turn on PostgreSQL holds the head, and must never do so for long. */
@Timeout(60)
final class FrozenTurnTest {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(2);
    private static final int CONNECTIONS = 6;
    private static final StreamId ORDER = StreamId.of("order", "1");

    private final String schema = PostgresServer.freshSchema();
    private final TestDatabase database =
            new TestDatabase.PostgresDatabase(PostgresServer.newest().jdbcUrl(schema), schema);

    private Writes writes(String more) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(PostgresServer.newest().jdbcUrl(schema) + more);
        return new Writes(
                new PostgresDialect(source, () -> {}, schema, null, ANSWER_TIMEOUT), new Shutdown(), new Head());
    }

    private static Commit enqueueing() {
        SerializedCommand command = CommandSamples.command(ORDER, "{}");
        return CommandSamples.enqueue(command);
    }

    /** A process that stops in the middle of a turn until it is told to go on. */
    private static FutureTask<Integer> frozen(Writes writes, CountDownLatch begun, CountDownLatch goOn) {
        FutureTask<Integer> turn = new FutureTask<>(() -> writes.inTurn("A test", 1, 0, (connection, at) -> {
            begun.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 1;
        }));
        Thread.ofPlatform().daemon().start(turn);
        return turn;
    }

    @Test
    void a_process_that_is_frozen_in_a_turn_does_not_keep_others_from_writing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (SqlEventStore store = database.open()) {
            FutureTask<Integer> frozen = frozen(writes(""), begun, goOn);
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();

            assertThat(store.commit(enqueueing())).isInstanceOf(CommitResult.Committed.class);
            goOn.countDown();
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(frozen::get)
                    .withCauseInstanceOf(StoreUnavailableException.class);
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void a_turn_that_had_to_wait_is_taken_where_the_databases_default_isolation_is_stricter() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (SqlEventStore store = database.open()) {
            FutureTask<Integer> first = frozen(writes(""), begun, goOn);
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
            FutureTask<Integer> second = frozen(
                    writes("&options=-c%20default_transaction_isolation=repeatable%5C%20read"),
                    new CountDownLatch(1),
                    goOn);
            TestRun.await(
                    "the second turn waits for the first",
                    () -> !database.rows(
                                    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = '"
                                            + schema + "'")
                            .isEmpty());
            goOn.countDown();

            assertThat(first.get()).isEqualTo(1);
            assertThat(second.get()).isEqualTo(1);
            assertThat(store.head().value()).isZero();
        } finally {
            goOn.countDown();
        }
    }

    @Test
    void a_connection_goes_back_to_its_pool_as_it_came() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(PostgresServer.newest().jdbcUrl(schema));
        config.setMaximumPoolSize(CONNECTIONS);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            try (SqlEventStore store = SqlEventStore.postgres(pool, settings -> settings.withSchema(schema))) {
                store.commit(enqueueing());
            }

            List<Connection> borrowed = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                Connection connection = pool.getConnection();
                borrowed.add(connection);
                assertThat(setting(connection, "lock_timeout")).isEqualTo("0");
                assertThat(setting(connection, "idle_in_transaction_session_timeout"))
                        .isEqualTo("0");
            }
            for (Connection connection : borrowed) {
                connection.close();
            }
        }
    }

    private static String setting(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW " + name)) {
            row.next();
            return row.getString(1);
        }
    }
}
