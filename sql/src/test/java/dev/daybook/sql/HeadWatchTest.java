package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Position;
import dev.daybook.store.StreamId;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Looking out for what other processes append, for as long as somebody waits for it. */
final class HeadWatchTest {

    private static final int ROUNDS = TestRun.rounds(20, 500);
    private static final Duration POLL = Duration.ofMillis(2);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void it_lets_go_of_its_connection_when_nobody_waits_and_misses_nothing_when_somebody_does_again() throws Exception {
        PostgresServer server = PostgresServer.newest();
        String schema = PostgresServer.freshSchema();
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.jdbcUrl(schema));
        try (HikariDataSource pool = new HikariDataSource(config);
                EventStore store = SqlEventStore.postgres(
                        pool, setup -> setup.withSchema(schema).withPollInterval(POLL));
                EventStore other = new TestDatabase.PostgresDatabase(server.jdbcUrl("other"), schema).open()) {
            for (int round = 0; round < ROUNDS; round++) {
                Position last = Position.of(round);
                FutureTask<Boolean> waiting = new FutureTask<>(() -> store.awaitBeyond(last, PATIENCE));
                Thread.ofVirtual().start(waiting);
                TestRun.await("the watch to have a connection", () -> lent(pool) == 1);

                other.commit(Workload.single(StreamId.of("order", "1"), ExpectedVersion.any(), "x"));

                assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
                TestRun.await("the watch to let go of its connection", () -> lent(pool) == 0);
            }
        }
    }

    @Test
    @Timeout(120)
    void closing_does_not_wait_until_it_would_look_again() throws Exception {
        TestDatabase database = TestDatabase.postgres(PostgresServer.newest());
        try (EventStore writing = database.open();
                EventStore following = database.open(setup -> setup.withPollInterval(Duration.ofMinutes(5)))) {
            FutureTask<Boolean> waiting = new FutureTask<>(() -> following.awaitBeyond(Position.START, PATIENCE));
            Thread.ofVirtual().start(waiting);

            writing.commit(Workload.single(StreamId.of("order", "1"), ExpectedVersion.any(), "x"));

            assertThat(waiting.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    private static int lent(HikariDataSource pool) {
        return pool.getHikariPoolMXBean().getActiveConnections();
    }
}
