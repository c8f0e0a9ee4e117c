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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** A turn on PostgreSQL holds the head, and must never do so for long. */
@Timeout(360)
final class FrozenTurnTest {

    /** Twice as long as a turn may last without a sign of life. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static final Duration LONG = Duration.ofMinutes(4);
    private static final int CONNECTIONS = 6;
    private static final StreamId ORDER = StreamId.of("order", "1");

    private final String schema = PostgresServer.freshSchema();
    private final TestDatabase database =
            new TestDatabase.PostgresDatabase(PostgresServer.newest().jdbcUrl(schema), schema);

    private Writes writes(String more, Duration answerTimeout) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(PostgresServer.newest().jdbcUrl(schema) + more);
        return new Writes(
                new PostgresDialect(source, () -> {}, schema, null, answerTimeout), new Shutdown(), new Head());
    }

    private static Commit enqueueing() {
        SerializedCommand command = CommandSamples.command(ORDER, "{}");
        return CommandSamples.enqueue(command);
    }

    private static void awaitUnlessInterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A process that stops in the middle of a turn until it is told to go on. */
    private static FutureTask<Integer> frozen(Writes writes, CountDownLatch goOn) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<Integer> turn = new FutureTask<>(() -> {
            while (true) {
                try {
                    return writes.inTurn("A test", 1, 0, (connection, at) -> {
                        begun.countDown();
                        awaitUnlessInterrupted(goOn);
                        return 1;
                    });
                } catch (StoreUnavailableException e) {
                    if (begun.getCount() == 0) {
                        throw e;
                    } // else it was too slow to begin in time
                }
            }
        });
        Thread.ofPlatform().daemon().start(turn);
        TestRun.await("the turn to begin", () -> begun.getCount() == 0);
        return turn;
    }

    @Test
    void a_process_that_is_frozen_in_a_turn_does_not_keep_others_from_writing() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        try (SqlEventStore store = database.open()) {
            FutureTask<Integer> frozen = frozen(writes("", SHORT), goOn);
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
        try (SqlEventStore store = database.open();
                Connection other = database.connect()) {
            other.setAutoCommit(false);
            try (Statement statement = other.createStatement()) {
                statement.execute("UPDATE " + database.qualifier() + "head SET commands = commands + 1");
            }
            Writes strict = writes("&options=-c%20default_transaction_isolation=repeatable%5C%20read", LONG);
            FutureTask<Integer> turn = new FutureTask<>(() -> strict.inTurn("A test", 1, 0, (connection, at) -> 1));
            Thread.ofPlatform().daemon().start(turn);
            TestRun.await(
                    "the turn to wait for the other",
                    () -> !database.rows(
                                    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = '"
                                            + schema + "'")
                            .isEmpty());
            other.commit();
            assertThat(turn.get()).isEqualTo(1);
            assertThat(store.head().value()).isZero();
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
