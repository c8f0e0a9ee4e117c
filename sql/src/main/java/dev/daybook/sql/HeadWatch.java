package dev.daybook.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the known head up to date with what other processes append: one thread and one connection for all who wait in this
 * process, started when the first does. Announcements make it quick, the poll makes it certain.
 */
final class HeadWatch {

    private static final Logger LOG = LoggerFactory.getLogger(HeadWatch.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final Dialect dialect;
    private final EventReader reader;
    private final Head head;
    private final Duration pollInterval;
    private final Shutdown shutdown;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    HeadWatch(Dialect dialect, EventReader reader, Head head, Duration pollInterval, Shutdown shutdown) {
        this.dialect = dialect;
        this.reader = reader;
        this.head = head;
        this.pollInterval = pollInterval;
        this.shutdown = shutdown;
    }

    /** Starts watching, unless it has been started. */
    void start() {
        if (started.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("daybook-watch").start(() -> {
                try {
                    watchUntilShutdown();
                } finally {
                    ended.countDown();
                }
            });
        }
    }

    /** Waits, after the shutdown has begun, until the thread has let go of its connection. */
    void awaitEnd() {
        if (started.compareAndSet(false, true)) {
            ended.countDown(); // never started, and now it never will be
        }
        try {
            ended.await(pollInterval.plus(PAUSE_AFTER_FAILURE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void watchUntilShutdown() {
        while (!shutdown.begun()) {
            try {
                listenAndPoll();
            } catch (SQLException | RuntimeException e) {
                if (shutdown.begun()) {
                    return;
                }
                LOG.warn("Watching the head of {} failed, trying again: {}", dialect.databaseName(), e.getMessage());
                shutdown.await(PAUSE_AFTER_FAILURE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void listenAndPoll() throws SQLException, InterruptedException {
        try (Connection connection = dialect.connect();
                Dialect.Announcements announcements = dialect.listen(connection, shutdown)) {
            while (!shutdown.begun()) {
                head.reached(reader.head(connection));
                announcements.await(pollInterval);
            }
        }
    }
}
