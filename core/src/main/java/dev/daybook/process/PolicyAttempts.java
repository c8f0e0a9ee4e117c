package dev.daybook.process;

import dev.daybook.event.EventCatalog;
import dev.daybook.event.RecordedEvent;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoredEvent;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a policy at events whose checkpoint has not been moved over them yet. When one event of a page fails, the
 * whole page comes again, in smaller parts: those that succeeded are not done again, and the one that failed is not tried again
 * before it comes alone, since only then its failure is counted and followed by a pause. Safe for use by many threads.
 */
final class PolicyAttempts {

    private static final int MOST_REMEMBERED = 10_000;

    private final Policy policy;
    private final EventCatalog catalog;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, Known> known = new Bounded<>(MOST_REMEMBERED);

    PolicyAttempts(Policy policy, EventCatalog catalog) {
        this.policy = policy;
        this.catalog = catalog;
    }

    /**
     * What is known of an event.
     *
     * @param untold the failure that was thrown for its whole page, and is still to be thrown for it alone
     */
    private record Known(
            boolean done, int failures, @Nullable RuntimeException untold) {
        static final Known NOTHING = new Known(false, 0, null);
    }

    /**
     * Reacts to an event, unless that is done.
     *
     * @param alone whether it came without others
     */
    void reactOnce(StoredEvent event, boolean alone) {
        Known before = knownOf(event);
        if (before.done()) {
            return;
        }
        if (before.untold() != null) {
            if (alone) {
                remember(event, new Known(false, before.failures(), null));
            }
            throw before.untold();
        }
        try {
            react(event, before.failures() + 1);
            remember(event, new Known(true, 0, null));
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            remember(event, new Known(false, before.failures() + 1, alone ? null : e));
            throw e;
        }
    }

    private void react(StoredEvent event, int number) {
        RecordedEvent<?> recorded = catalog.read(event);
        try {
            policy.react(recorded, number);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReactionFailedException(messageOf(event, e), e);
        } catch (Exception e) {
            throw new ReactionFailedException(messageOf(event, e), e);
        }
    }

    private String messageOf(StoredEvent event, Exception e) {
        return "The " + policy + " failed at " + event.type().name() + " at position " + event.position() + ": " + e;
    }

    /** Forgets what is done: the checkpoint has been moved over the events, or is another's. */
    void forgetDone(List<StoredEvent> events) {
        lock.lock();
        try {
            events.forEach(event -> known.remove(event.id()));
        } finally {
            lock.unlock();
        }
    }

    private Known knownOf(StoredEvent event) {
        lock.lock();
        try {
            return known.getOrDefault(event.id(), Known.NOTHING);
        } finally {
            lock.unlock();
        }
    }

    private void remember(StoredEvent event, Known now) {
        lock.lock();
        try {
            known.put(event.id(), now);
        } finally {
            lock.unlock();
        }
    }

    /** The entries put last. */
    private static final class Bounded<K, V> extends LinkedHashMap<K, V> {

        @Serial
        private static final long serialVersionUID = 1L;

        private final int most;

        Bounded(int most) {
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }
}
