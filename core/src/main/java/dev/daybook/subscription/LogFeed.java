package dev.daybook.subscription;

import dev.daybook.store.EventFilter;
import dev.daybook.store.EventPage;
import dev.daybook.store.EventStore;
import dev.daybook.store.PageSize;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoredEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the end of the log once for all who follow it on this node, and wakes those up who want what has come. Nobody else waits
 * at the store. Safe for use by many threads.
 */
final class LogFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LogFeed.class);

    /** After which the log is looked at even if nobody told of a new event. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final EventStore store;
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5));
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private final PageSize pageSize = new PageSize();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Cursor> cursors = new ArrayList<>();
    private final Map<Kind, List<Cursor>> interested = new HashMap<>();
    private final Thread thread;
    private @Nullable FeedWindow window;
    private volatile @Nullable String error;
    private boolean closed;
    private boolean idle;

    private record Kind(String type, String category) {}

    private LogFeed(EventStore store) {
        this.store = store;
        this.thread = Thread.ofPlatform().daemon().name("daybook-log-feed").unstarted(this::feed);
    }

    static LogFeed start(EventStore store) {
        LogFeed feed = new LogFeed(store);
        feed.thread.start();
        return feed;
    }

    /** One who follows. Its fields are guarded by the lock. */
    final class Cursor implements AutoCloseable {

        private final EventFilter filter;
        private final Runnable onEvent;
        private Position reached = Position.START;
        private boolean following;
        private long firstUnread;

        private Cursor(EventFilter filter, Runnable onEvent) {
            this.filter = filter;
            this.onEvent = onEvent;
        }

        /**
         * What comes after a position, from memory; empty if it must be read from the store. From then on the cursor is told of
         * each event that it wants after what was read.
         */
        Optional<EventPage> read(Position after, int limit) {
            lock.lock();
            try {
                FeedWindow read = window;
                if (read == null || !read.reaches(after)) {
                    following = false;
                    reached = after;
                    return Optional.empty();
                }
                EventPage page = read.read(after, limit, filter);
                reached = page.reached();
                following = reached.compareTo(read.head()) >= 0;
                firstUnread = 0;
                return Optional.of(page);
            } finally {
                lock.unlock();
            }
        }

        /** Whether everything after a position is in memory. */
        boolean reaches(Position after) {
            lock.lock();
            try {
                FeedWindow read = window;
                return read != null && read.reaches(after);
            } finally {
                lock.unlock();
            }
        }

        /** Up to where nothing is wanted, by one who has dealt with everything up to the given position; never before that. */
        Position passed(Position from) {
            lock.lock();
            try {
                FeedWindow read = window;
                if (read == null || !following || from.compareTo(reached) < 0) {
                    return from;
                }
                Position to = firstUnread == 0 ? read.head() : Position.of(firstUnread - 1);
                return to.compareTo(from) > 0 ? to : from;
            } finally {
                lock.unlock();
            }
        }

        private boolean isNewFor(StoredEvent event) {
            boolean isNew = following && firstUnread == 0 && event.position().compareTo(reached) > 0;
            if (isNew) {
                firstUnread = event.position().value();
            }
            return isNew;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                cursors.remove(this);
                interested.clear();
                following = false; // it is told of nothing any more
            } finally {
                lock.unlock();
            }
        }
    }

    /** @param onEvent told when there is something to read after all that was read; quick */
    Cursor follow(EventFilter filter, Runnable onEvent) {
        Cursor cursor = new Cursor(filter, onEvent);
        lock.lock();
        try {
            cursors.add(cursor);
            interested.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return cursor;
    }

    /** Up to where the log is known; empty until it has been looked at. */
    Optional<Position> head() {
        lock.lock();
        try {
            return Optional.ofNullable(window).map(FeedWindow::head);
        } finally {
            lock.unlock();
        }
    }

    /** Why the log cannot be read at present, if it cannot. */
    Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /**
     * Waits until the log is known up to the position, for so many nanoseconds at most.
     *
     * @param over whether to wait no longer; {@link #lookAgain()} has it asked again
     */
    boolean awaitHead(Position position, long nanos, BooleanSupplier over) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        lock.lockInterruptibly();
        try {
            while (window == null || window.head().compareTo(position) < 0) {
                long left = deadline - System.nanoTime();
                if (closed || over.getAsBoolean() || left <= 0) {
                    return false;
                }
                changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Has those who wait for the log find out whether they still want to. */
    void lookAgain() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void feed() {
        int failures = 0;
        while (awaitFollowers()) {
            try {
                readOn();
                failures = 0;
                error = null;
            } catch (InterruptedException e) {
                LOG.debug("The log feed was woken up"); // by close, which the loop looks at
            } catch (RuntimeException | Error e) { // an Error, too, must not end the thread unseen
                failures++;
                error = "The log cannot be read: " + Failures.describe(e);
                Duration pause = backoff.after(failures, random);
                LOG.warn("Reading the log failed {} times in a row, trying again in {}", failures, pause, e);
                pause(pause);
            }
        }
    }

    private boolean awaitFollowers() {
        lock.lock();
        try {
            while (!closed && cursors.isEmpty()) {
                changed.awaitUninterruptibly();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void readOn() throws InterruptedException {
        Position head = knownHead();
        boolean promised = store.awaitBeyond(head, Duration.ZERO) || awaitBeyond(head);
        List<StoredEvent> events = store.readAll(head, pageSize.limit());
        pageSize.mayFollow(events);
        if (!events.isEmpty()) {
            add(events).forEach(cursor -> cursor.onEvent.run());
        } else if (promised) {
            throw new StoreUnavailableException(
                    "The log was read up to position " + head
                            + " and there should be events after it, but it ends at position " + store.head()
                            + ": if the database was replaced by an older one, start this process again",
                    StoreUnavailableException.Outcome.NOT_STORED);
        }
    }

    private Position knownHead() {
        Optional<Position> known = head();
        if (known.isPresent()) {
            return known.get();
        }
        Position head = store.head();
        List<Cursor> all;
        lock.lock();
        try {
            window = new FeedWindow(head);
            all = List.copyOf(cursors);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        all.forEach(cursor -> cursor.onEvent.run());
        return head;
    }

    private boolean awaitBeyond(Position head) throws InterruptedException {
        if (!idle(true)) {
            return false;
        }
        try {
            return store.awaitBeyond(head, LONGEST_WAIT);
        } finally {
            idle(false);
        }
    }

    /** Says whether the thread only waits; false if it must not, since the feed is closed. */
    private boolean idle(boolean now) {
        lock.lock();
        try {
            idle = now && !closed;
            return idle;
        } finally {
            lock.unlock();
        }
    }

    /** Those who are to be told. */
    private Set<Cursor> add(List<StoredEvent> events) {
        Set<Cursor> told = new HashSet<>();
        lock.lock();
        try {
            for (StoredEvent event : events) {
                requireWindow().add(event);
                for (Cursor cursor : interestedIn(event)) {
                    if (cursor.isNewFor(event)) {
                        told.add(cursor);
                    }
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return told;
    }

    private FeedWindow requireWindow() {
        FeedWindow current = window;
        if (current == null) {
            throw new IllegalStateException("The log has not been looked at");
        }
        return current;
    }

    private List<Cursor> interestedIn(StoredEvent event) {
        return interested.computeIfAbsent(
                new Kind(event.type().name(), event.stream().category()),
                kind -> cursors.stream()
                        .filter(cursor -> cursor.filter.accepts(event))
                        .toList());
    }

    private void pause(Duration time) {
        lock.lock();
        try {
            long left = time.toNanos();
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            LOG.debug("The log feed was woken up while it paused");
        } finally {
            lock.unlock();
        }
    }

    /** Reads no more; what was read stays. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            if (idle) {
                thread.interrupt(); // never while it reads: an interrupt would break its connection
            }
        } finally {
            lock.unlock();
        }
        Failures.join(thread);
    }
}
