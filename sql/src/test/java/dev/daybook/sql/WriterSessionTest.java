package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.CommitResult.Failed;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.StreamId;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a writer of PostgreSQL does with its connection: borrows it from a pool, sets it up, agrees with the server on a fence. */
final class WriterSessionTest {

    private static final StreamId ORDER = StreamId.of("order", "1");
    private static final int POOL = 5;

    private final PostgresServer server = PostgresServer.newest();
    private final String schema = PostgresServer.freshSchema();
    private final TestDatabase database = new TestDatabase.PostgresDatabase(server.jdbcUrl(schema), schema);

    @Test
    void the_connection_of_a_refused_commit_goes_back_to_its_pool() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl(schema));
        config.setMaximumPoolSize(POOL);
        try (HikariDataSource pool = new HikariDataSource(config);
                EventStore store = SqlEventStore.postgres(pool, setup -> setup.withSchema(schema))) {
            database.execute("ALTER TABLE ${schema}event RENAME TO elsewhere");
            for (int i = 0; i < 2 * POOL; i++) {
                assertThat(store.commit(List.of(commit())))
                        .singleElement()
                        .isInstanceOfSatisfying(
                                Failed.class,
                                failed -> assertThat(failed.error())
                                        .hasMessageContaining("PostgreSQL refused to store this commit"));
            }
            database.execute("ALTER TABLE ${schema}elsewhere RENAME TO event");

            assertThat(store.commit(commit())).isInstanceOf(Committed.class);
        }
    }

    @Test
    void a_fence_that_went_back_as_after_a_failover_to_an_older_log_is_adopted() throws Exception {
        try (EventStore store = database.open()) {
            setFence(1_000);
            assertThat(store.commit(commit())).isInstanceOf(Committed.class);
            setFence(3);
            assertThat(store.commit(commit())).isInstanceOf(Committed.class);
            assertThat(database.rows("SELECT fence FROM ${schema}head")).containsExactly("3");
            StoreCheck.assertIntact(store, List.of());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock_timeout = '1ms'",
                "default_transaction_isolation = 'repeatable read'",
                "default_transaction_isolation = 'serializable'"
            })
    void a_commit_waits_for_the_head_and_sees_it_moved_whatever_the_defaults_of_its_user(String setting)
            throws Exception {
        String user = schema;
        database.execute("CREATE ROLE " + user + " LOGIN SUPERUSER");
        database.execute("ALTER ROLE " + user + " SET " + setting);
        String url = server.jdbcUrl(schema).replace("user=postgres", "user=" + user);
        try (EventStore store = new TestDatabase.PostgresDatabase(url, schema).open();
                Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("UPDATE \"" + schema + "\".head SET position = position");
            FutureTask<CommitResult> waiting = new FutureTask<>(() -> store.commit(commit()));
            Thread.ofVirtual().start(waiting);
            TestRun.await("the writer to wait for the head", () -> waiting.isDone() || waitsForLock(user));

            other.commit();

            assertThat(waiting.get()).isInstanceOf(Committed.class);
            StoreCheck.assertIntact(store, List.of());
        }
    }

    /** For much longer than a millisecond. */
    private boolean waitsForLock(String user) throws Exception {
        return !database.rows("SELECT pid FROM pg_stat_activity WHERE usename = '" + user
                        + "' AND wait_event_type = 'Lock' AND clock_timestamp() - query_start > interval '100 ms'")
                .isEmpty();
    }

    private void setFence(long fence) throws Exception {
        database.execute("UPDATE ${schema}head SET fence = " + fence);
    }

    private static Commit commit() {
        return Workload.single(ORDER, ExpectedVersion.any(), "x");
    }
}
