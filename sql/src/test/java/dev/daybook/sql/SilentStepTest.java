package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL ends the transactions of clients that are silent, but not of those that compute within their limit. */
@Timeout(60)
final class SilentStepTest {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(1);

    @Test
    void a_step_may_be_silent_and_slow_for_as_long_as_it_is_given() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(PostgresServer.newest().jdbcUrl(PostgresServer.freshSchema()));
        Writes writes = new Writes(
                new PostgresDialect(source, () -> {}, "unused", null, ANSWER_TIMEOUT), new Shutdown(), new Head());

        boolean isDone = writes.runStep("A test", Duration.ofMinutes(1), connection -> {
            compute();
            return connection.createStatement().execute("SELECT pg_sleep(1.5)"); // longer than an answer may take
        });

        assertThat(isDone).isTrue();
    }

    /** For longer than others may be silent, which is half the time that an answer may take. */
    private static void compute() {
        try {
            boolean unused = new CountDownLatch(1).await(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
