package dev.daybook.subscription;

import dev.daybook.store.EventPage;
import dev.daybook.store.EventStore;
import dev.daybook.store.PageSize;
import dev.daybook.store.Position;
import dev.daybook.store.Slices;
import dev.daybook.store.StoredEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads for all partitions of a subscription that this node deals with, on a thread of its own, and puts each event into the
 * inbox of its partition. Those near the end of the log are served from the feed's memory and never wait for those behind it,
 * for whom pages are read from the store, in turn with the others. Safe for use by many threads.
 */
final class PageReader implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PageReader.class);

    /** For how long others behind wait for a partition that does not keep up, before its events are read once more for it. */
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(250);

    private final SubscriptionSetup setup;
    private final EventHandler handler;
    private final EventStore store;
    private final LogFeed.Cursor cursor;
    private final Runnable onRead;
    private final Throttle throttle;
    private final PageSize pageSize = new PageSize();
    private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private volatile Map<Integer, Inbox> inboxes = Map.of();
    private volatile @Nullable String error;
    private volatile boolean caughtUp;
    private boolean poked;
    private boolean closed;
    private boolean hasCaughtUpLast;
    private boolean isTurnOfLast;

    /** @param onRead told when partitions may have got further that nothing concerned */
    PageReader(SubscriptionSetup setup, EventHandler handler, EventStore store, LogFeed feed, Runnable onRead) {
        this.onRead = onRead;
        this.setup = setup;
        this.handler = handler;
        this.store = store;
        this.throttle = new Throttle(setup.throttle());
        this.cursor = feed.follow(setup.filter(), this::poke);
        this.thread = Thread.ofVirtual().name("daybook-reader-" + setup.name()).unstarted(this::readUntilClosed);
    }

    void start() {
        thread.start();
    }

    Throttle throttle() {
        return throttle;
    }

    /** Why nothing can be read at present, if so. */
    Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /** Whether everything there is has been read. */
    boolean isCaughtUp() {
        return caughtUp;
    }

    /** The partitions to read for, by their numbers. */
    void readFor(Map<Integer, Inbox> partitions) {
        inboxes = Map.copyOf(partitions);
        poke();
    }

    /** Has it look whether there is something to read, or room. */
    void poke() {
        lock.lock();
        try {
            poked = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Up to where nothing concerns an inbox that everything up to the position was put into. */
    Position passed(Position fetched) {
        return cursor.passed(fetched);
    }

    private void readUntilClosed() {
        int failures = 0;
        long nanos = 0;
        while (awaitPoke(nanos)) {
            try {
                nanos = readAllThereIs();
                onRead.run();
                failures = 0;
                error = null;
            } catch (RuntimeException | Error e) { // an Error, too, must not end the thread unseen
                failures++;
                error = "The log cannot be read: " + Failures.describe(e);
                Duration pause = setup.onFailure().backoff().after(failures, random);
                LOG.warn(
                        "Subscription {} failed {} times in a row to read the log, trying again in {}",
                        setup.name(),
                        failures,
                        pause,
                        e);
                nanos = pause.toNanos();
            }
        }
        cursor.close();
    }

    /** @param nanos for which it waits at most; not at all if negative, and until it is poked if 0 */
    private boolean awaitPoke(long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!poked && !closed && (nanos == 0 || left > 0)) {
                if (nanos == 0) {
                    changed.awaitUninterruptibly();
                } else {
                    left = changed.awaitNanos(left);
                }
            }
            poked = false;
            return !closed;
        } catch (InterruptedException e) {
            LOG.debug("The reader of subscription {} was woken up", setup.name());
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Returns for how long to wait before it looks again; 0 for until it is poked. */
    private long readAllThereIs() {
        while (true) {
            Map<Integer, Inbox> current = inboxes;
            long throttled = throttle.nanosToWait();
            if (throttled > 0) {
                return throttled;
            }
            Places places = placesOf(current.values());
            boolean canCatchUp = !places.behind().isEmpty() && places.waitForRoom() == 0;
            if (canCatchUp && (places.near().isEmpty() || !hasCaughtUpLast)) {
                hasCaughtUpLast = true;
                if (!catchUp(places, current)) {
                    return 0;
                }
            } else {
                hasCaughtUpLast = false;
                boolean isMore = !places.near().isEmpty() && follow(places.near(), current);
                caughtUp = !isMore && !places.isAnyBehind();
                if (!isMore && !canCatchUp) {
                    return places.waitForRoom();
                }
            }
        }
    }

    /**
     * Where the inboxes stand that take more.
     *
     * @param near after which all is in memory
     * @param behind after which it must be read from the store
     * @param waitForRoom for how long to wait for an inbox behind that is full, so that each page is read once
     * @param isAnyBehind whether one is behind, full ones too
     */
    private record Places(List<Position> near, List<Position> behind, long waitForRoom, boolean isAnyBehind) {}

    private Places placesOf(Collection<Inbox> current) {
        List<Position> near = new ArrayList<>();
        List<Position> behind = new ArrayList<>();
        long wait = 0;
        boolean isAnyBehind = false;
        for (Inbox inbox : current) {
            long full = inbox.fullFor();
            boolean hasRoom = inbox.hasRoom();
            if (full > 0 || hasRoom) {
                Position place = pass(inbox);
                boolean isNear = cursor.reaches(place);
                isAnyBehind |= !isNear;
                if (hasRoom) {
                    (isNear ? near : behind).add(place);
                } else if (!isNear && full < PATIENCE) {
                    wait = Math.max(wait, PATIENCE - full);
                }
            }
        }
        return new Places(near, behind, wait, isAnyBehind);
    }

    private Position pass(Inbox inbox) {
        Position fetched = inbox.fetched();
        Position passed = cursor.passed(fetched);
        inbox.put(fetched, passed, List.of());
        return passed;
    }

    /** Reads a page for those near the end; false if there is nothing for them. */
    private boolean follow(List<Position> near, Map<Integer, Inbox> current) {
        Position from = Collections.min(near);
        int limit = throttle.limit(pageSize.limit());
        Optional<EventPage> page = cursor.read(from, limit);
        page.ifPresent(read -> hand(from, read, current));
        return page.isEmpty() || !page.get().reached().equals(from); // if empty, it has fallen behind meanwhile
    }

    /** Reads a page for those behind, in turn for the last and the first of them; false if there is nothing after all. */
    private boolean catchUp(Places places, Map<Integer, Inbox> current) {
        isTurnOfLast = !isTurnOfLast;
        Position from = isTurnOfLast ? Collections.min(places.behind()) : Collections.max(places.behind());
        EventPage page = store.readAll(from, throttle.limit(pageSize.limit()), setup.filter());
        pageSize.mayFollow(page.events());
        hand(from, page, current);
        caughtUp = page.reached().equals(from);
        return !caughtUp;
    }

    private void hand(Position from, EventPage page, Map<Integer, Inbox> current) {
        throttle.took(page.events().size());
        Slices slices = new Slices(setup.partitions(), current.keySet());
        Map<Integer, List<KeyedEvent>> split = new HashMap<>();
        for (StoredEvent event : page.events()) {
            KeyedEvent keyed = KeyedEvent.of(event, handler);
            split.computeIfAbsent(slices.partOf(keyed.slice()), partition -> new ArrayList<>())
                    .add(keyed);
        }
        current.forEach((partition, inbox) -> {
            if (inbox.hasRoom()) {
                inbox.put(from, page.reached(), split.getOrDefault(partition, List.of()));
            }
        });
    }

    /** Reads no more. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Failures.join(thread);
    }
}
