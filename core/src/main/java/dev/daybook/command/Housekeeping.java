package dev.daybook.command;

import dev.daybook.store.EventStore;
import dev.daybook.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done from time to time, in small steps: letting scheduled commands join their queues, forgetting old outcomes,
 * bringing the index of traces forward. Several nodes may do it at once.
 */
final class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final int RELEASED_AT_ONCE = 500;
    private static final int FORGOTTEN_AT_ONCE = 1_000;
    private static final int INDEXED_AT_ONCE = 2_000;
    private static final int STEPS_AT_ONCE = 20;
    private static final Duration DUE_INTERVAL = Duration.ofMillis(200);
    private static final Duration FORGET_INTERVAL = Duration.ofSeconds(30);
    private static final Duration INDEX_INTERVAL = Duration.ofSeconds(1);

    private final EventStore store;
    private final CommandBusSetup setup;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean closed;
    private long forgetAt = System.nanoTime();
    private long indexAt = System.nanoTime();

    Housekeeping(String name, EventStore store, CommandBusSetup setup, InstantSource clock) {
        this.store = store;
        this.setup = setup;
        this.clock = clock;
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("daybook-housekeeping-" + name)
                .start(this::keepUntilClosed);
    }

    private void keepUntilClosed() {
        while (pause()) {
            attempt(this::releaseDue);
            attempt(this::forgetIfTime);
            attempt(this::indexIfTime);
        }
    }

    /** Each on its own, so that one that fails keeps no other from being done. */
    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (StoreUnavailableException e) {
            LOG.debug("Housekeeping waits for the store: {}", e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("Housekeeping failed, going on", e);
        }
    }

    private boolean pause() {
        long left = DUE_INTERVAL.toNanos();
        lock.lock();
        try {
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** In bounded steps, since what is due by this clock may not be so by the store's. */
    private void releaseDue() {
        for (int step = 0; step < STEPS_AT_ONCE && isOpen(); step++) {
            Optional<Instant> next = store.commands().releaseDue(RELEASED_AT_ONCE);
            if (next.isEmpty() || next.get().isAfter(clock.instant())) {
                return;
            }
        }
    }

    private void forgetIfTime() {
        if (System.nanoTime() - forgetAt < 0) {
            return;
        }
        Instant before = clock.instant().minus(setup.outcomeRetention());
        for (int step = 0; step < STEPS_AT_ONCE && isOpen(); step++) {
            if (store.commands().forgetOutcomes(before, FORGOTTEN_AT_ONCE) < FORGOTTEN_AT_ONCE) {
                forgetAt = System.nanoTime() + FORGET_INTERVAL.toNanos();
                return;
            }
        }
    }

    private void indexIfTime() {
        if (!setup.traces() || System.nanoTime() - indexAt < 0) {
            return;
        }
        for (int step = 0; step < STEPS_AT_ONCE && isOpen(); step++) {
            if (store.traces().index(INDEXED_AT_ONCE)) {
                indexAt = System.nanoTime() + INDEX_INTERVAL.toNanos();
                return;
            }
        }
    }

    private boolean isOpen() {
        lock.lock();
        try {
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Begins nothing more. */
    void stop() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** {@linkplain #stop Stops} and waits for what is being done, but not for ever. */
    void close(Duration timeout) {
        stop();
        try {
            thread.join(timeout.isPositive() ? timeout : Duration.ofMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
