package dev.daybook.subscription;

import dev.daybook.DaybookException;
import dev.daybook.store.EventStore;
import dev.daybook.store.PageSize;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoredEvent;
import dev.daybook.subscription.SubscriptionStatus.State;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log from a checkpoint on a thread of its own and hands every event to its handler, in order, at least once.
 * Events that fail are tried again, with growing pauses, until they succeed: nothing is passed over, and the
 * {@link #status() status} says why it waits. Safe for use by many threads.
 */
public final class Subscription implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final String name;
    private final EventStore store;
    private final SubscriptionHandler handler;
    private final Backoff backoff;
    private final InstantSource clock;
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private final PageSize pageSize = new PageSize();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private volatile SubscriptionStatus status;
    private volatile boolean closed;
    private boolean idle;

    private Subscription(
            String name, EventStore store, SubscriptionHandler handler, Backoff backoff, InstantSource clock) {
        this.name = name;
        this.store = store;
        this.handler = handler;
        this.backoff = backoff;
        this.clock = clock;
        this.status = new SubscriptionStatus(name, State.FOLLOWING, Position.START, clock.instant(), Optional.empty());
        this.thread = Thread.ofVirtual().name("daybook-" + name).unstarted(this::follow);
    }

    public static Subscription start(
            String name, EventStore store, SubscriptionHandler handler, Backoff backoff, InstantSource clock) {
        Subscription subscription = new Subscription(name, store, handler, backoff, clock);
        subscription.thread.start();
        return subscription;
    }

    public SubscriptionStatus status() {
        return status;
    }

    /**
     * Waits until everything up to the position has been dealt with: true then, false after the timeout.
     *
     * @throws StoreUnavailableException if the subscription was closed before
     */
    public boolean awaitPosition(Position position, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (status.position().compareTo(position) < 0) {
                requireRunning(position);
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void requireRunning(Position wanted) {
        if (status.state() == State.STOPPED) {
            throw new StoreUnavailableException(
                    "Subscription " + name + " was closed at position " + status.position()
                            + ", expected it to get to position " + wanted + ": start it again to wait",
                    StoreUnavailableException.Outcome.NOT_STORED);
        }
    }

    /** Stops after the events in work; returns when it has stopped. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            if (idle) {
                thread.interrupt(); // never while it works: an interrupt would break its connection
            }
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow() {
        int failures = 0;
        Position position = null;
        while (!closed) {
            try {
                position = step(position == null ? handler.checkpoint() : position);
                failures = 0;
            } catch (InterruptedException e) {
                position = null; // only close interrupts, and the loop looks at that
            } catch (RuntimeException | Error e) { // an Error, too, must not end the thread unseen
                position = null;
                if (!closed) {
                    pauseAfter(++failures, e);
                }
            }
        }
        report(State.STOPPED, status.position(), Optional.empty());
    }

    /** Deals with one page; returns from where to go on, or null if the checkpoint must be read again. */
    private @Nullable Position step(Position from) throws InterruptedException {
        if (!status.position().equals(from)) {
            report(status.state(), from, status.error());
        }
        boolean promised = store.awaitBeyond(from, Duration.ZERO);
        List<StoredEvent> events = store.readAll(from, pageSize.limit());
        pageSize.mayFollow(events);
        if (events.isEmpty()) {
            if (promised) {
                throw nothingAfter(from);
            }
            if (status.state() != State.FOLLOWING) {
                report(State.FOLLOWING, from, Optional.empty());
            }
            if (!idle(true)) {
                return from;
            }
            try {
                store.awaitBeyond(from, WAIT);
            } finally {
                idle(false);
            }
            return from;
        }
        if (!handler.handle(from, events)) {
            LOG.info("Subscription {} was moved on from position {} by somebody else", name, from);
            return null;
        }
        Position to = events.getLast().position();
        report(State.FOLLOWING, to, Optional.empty());
        return to;
    }

    /** Going on would try again at once, for ever. */
    private StoreUnavailableException nothingAfter(Position from) {
        return new StoreUnavailableException(
                "Subscription " + name + " stands at position " + from
                        + " and was told of events after it, but the log ends at position " + store.head()
                        + ": if the database was replaced by an older one, start this process again",
                StoreUnavailableException.Outcome.NOT_STORED);
    }

    /** Says whether the thread only waits; false if it must not, since the subscription is closed. */
    private boolean idle(boolean now) {
        lock.lock();
        try {
            idle = now && !closed;
            return idle;
        } finally {
            lock.unlock();
        }
    }

    private void pauseAfter(int failures, Throwable error) {
        Duration pause = backoff.after(failures, random);
        LOG.warn("Subscription {} failed {} times in a row, trying again in {}", name, failures, pause, error);
        report(State.RETRYING, status.position(), Optional.of(described(error)));
        long deadline = System.nanoTime() + pause.toNanos();
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!closed && left > 0) {
                changed.awaitNanos(left);
                left = deadline - System.nanoTime();
            }
        } catch (InterruptedException e) {
            LOG.debug("Subscription {} was interrupted while it waited", name);
        } finally {
            lock.unlock();
        }
    }

    /** The messages of our own exceptions say it all; those of others may be empty. */
    private static String described(Throwable error) {
        return error instanceof DaybookException own ? String.valueOf(own.getMessage()) : error.toString();
    }

    private void report(State state, Position position, Optional<String> error) {
        lock.lock();
        try {
            boolean same = status.state() == state;
            status = new SubscriptionStatus(name, state, position, same ? status.since() : clock.instant(), error);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
