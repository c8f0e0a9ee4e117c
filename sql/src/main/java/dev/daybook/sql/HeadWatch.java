package dev.daybook.sql;

import dev.daybook.store.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is known of the head up to date with what other processes append and change: one thread and one connection for
 * all who wait in this process, started when the first does. Announcements make it quick, the poll makes it certain. When
 * nobody has waited for a while, it lets go of its connection until somebody does.
 */
final class HeadWatch {

    private static final Logger LOG = LoggerFactory.getLogger(HeadWatch.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int POLLS_FOR_NOBODY = 10;

    private final Dialect dialect;
    private final HeadPoll poll;
    private final Duration pollInterval;
    private final Shutdown shutdown;
    private final AtomicBoolean started = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private int waiting;
    private long lastWaitEnded;

    HeadWatch(Dialect dialect, HeadPoll poll, Duration pollInterval, Shutdown shutdown) {
        this.dialect = dialect;
        this.poll = poll;
        this.pollInterval = pollInterval;
        this.shutdown = shutdown;
    }

    /**
     * {@link Head#awaitBeyond}, with the database watched meanwhile.
     *
     * @param awaited one of those that the poll tells
     */
    boolean awaitBeyond(Head awaited, Position position, Duration timeout) throws InterruptedException {
        beginWait();
        try {
            start();
            return awaited.awaitBeyond(position, timeout);
        } finally {
            endWait();
        }
    }

    private void beginWait() {
        lock.lock();
        try {
            waiting++;
            wanted.signal();
        } finally {
            lock.unlock();
        }
    }

    private void endWait() {
        lock.lock();
        try {
            waiting--;
            lastWaitEnded = System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    private void start() {
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
        lock.lock();
        try {
            wanted.signal();
        } finally {
            lock.unlock();
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
                awaitWanted();
                listenAndPoll();
            } catch (SQLException | RuntimeException | Error e) { // an Error, too, must not end the thread unseen
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

    private void awaitWanted() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!isWanted() && !shutdown.begun()) {
                wanted.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held. */
    private boolean isWanted() {
        return waiting > 0 || System.nanoTime() - lastWaitEnded < pollInterval.toNanos() * POLLS_FOR_NOBODY;
    }

    private boolean stillWanted() {
        lock.lock();
        try {
            return isWanted() && !shutdown.begun();
        } finally {
            lock.unlock();
        }
    }

    private void listenAndPoll() throws SQLException, InterruptedException {
        try (Connection connection = dialect.connect();
                Dialect.Announcements announcements = dialect.listen(connection, shutdown)) {
            while (stillWanted()) {
                poll.look(connection);
                announcements.await(pollInterval);
            }
        }
    }
}
