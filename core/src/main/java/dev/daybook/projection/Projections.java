package dev.daybook.projection;

import dev.daybook.event.EventCatalog;
import dev.daybook.event.EventCodec;
import dev.daybook.store.EventStore;
import dev.daybook.store.Generation;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.subscription.Backoff;
import dev.daybook.subscription.FailurePolicy;
import dev.daybook.subscription.SubscriptionHost;
import dev.daybook.subscription.SubscriptionSetup;
import dev.daybook.subscription.SubscriptionStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The projections of one context at work. Safe for use by many threads. */
public final class Projections implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Projections.class);
    /** For how long a generation that is over is usually kept. */
    public static final Duration DROP_AFTER = Duration.ofSeconds(30);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration WHILE_BUILDING = Duration.ofMillis(100);

    private final Map<Projection, RunningProjection> running = new LinkedHashMap<>();
    private final Map<Projection, Documents<?>> documents = new HashMap<>();
    private final IdentityHashMap<SubscriptionStore, Long> revisions = new IdentityHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread = Thread.ofVirtual().name("daybook-projections").unstarted(this::lookUntilClosed);
    private boolean closed;

    private Projections() {}

    /**
     * What projections need.
     *
     * @param store of the events
     * @param backoff pauses between attempts at an event that fails, where the projection does not say otherwise
     * @param dropAfter how long a generation that is over is kept, so that nobody reads or writes it any more when it goes
     */
    public record Setup(
            EventStore store,
            EventCatalog catalog,
            EventCodec codec,
            SubscriptionHost host,
            InstantSource clock,
            Backoff backoff,
            Duration dropAfter) {

        private static final int ATTEMPTS = 10;

        /** Stops at an event that fails, for what cannot go on without it. */
        FailurePolicy stopping() {
            return FailurePolicy.stop(ATTEMPTS).backoff(backoff);
        }

        /**
         * Begins the setup of the subscription that fills a generation.
         *
         * @param onFailure what becomes of events that fail; parked after ten attempts unless given
         */
        public SubscriptionSetup filling(Generation generation, Optional<FailurePolicy> onFailure) {
            return SubscriptionSetup.named(generation.subscription())
                    .onFailure(onFailure.orElseGet(
                            () -> FailurePolicy.park(ATTEMPTS).backoff(backoff)))
                    .resetDoesHarm("the same events would change it twice; rebuild the projection instead");
        }
    }

    /**
     * Starts all of them, or none.
     *
     * @throws dev.daybook.ConfigurationException if the documents of one were made by another definition, and it does not let
     *     them be made anew
     */
    public static Projections start(Collection<Projection> projections, Setup setup) {
        Projections all = new Projections();
        try {
            projections.forEach(projection -> all.start(projection, setup));
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
        all.thread.start();
        return all;
    }

    private void start(Projection projection, Setup setup) {
        RunningProjection starting = new RunningProjection(projection, setup);
        running.put(projection, starting);
        if (starting.model() instanceof DocumentGenerations<?, ?> made) {
            documents.put(projection, new RunningDocuments<>(made.documents(), starting));
        }
        starting.generations().start();
    }

    /** The documents of a projection; empty if it is none of these. */
    @SuppressWarnings("unchecked") // each projection is put beside its documents
    public <D> Optional<Documents<D>> documents(DocumentProjection<D, ?> projection) {
        return Optional.ofNullable((Documents<D>) documents.get(projection));
    }

    /** What can be done about a projection; empty if it is none of these. */
    public Optional<ProjectionOperations> operations(Projection projection) {
        return Optional.ofNullable(running.get(projection));
    }

    /** The projections' names. */
    public List<String> names() {
        return running.keySet().stream().map(Projection::name).toList();
    }

    /** How each projection does. */
    public List<ProjectionStatus> statuses() {
        return running.values().stream().map(RunningProjection::status).toList();
    }

    /** How the subscription of each serving generation does, also where it is not followed since another definition made it. */
    public List<SubscriptionStatus> subscriptions() {
        return running.values().stream().map(RunningProjection::subscription).toList();
    }

    private void lookUntilClosed() {
        Duration pause = BETWEEN_LOOKS;
        while (awaitNextLook(pause)) {
            try {
                pause = look() ? WHILE_BUILDING : BETWEEN_LOOKS;
            } catch (RuntimeException | Error e) { // an Error, too, must not end the thread unseen
                LOG.error("Looking after projections failed, going on", e);
            }
        }
    }

    private boolean awaitNextLook(Duration pause) {
        long left = pause.toNanos();
        lock.lock();
        try {
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException e) {
            return false; // nobody interrupts it
        } finally {
            lock.unlock();
        }
    }

    /** True if something is being built, or has been behind. */
    private boolean look() {
        boolean building = false;
        IdentityHashMap<SubscriptionStore, Long> asked = new IdentityHashMap<>();
        Set<SubscriptionStore> failed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (RunningProjection projection : running.values()) {
            SubscriptionStore store = projection.model().subscriptions();
            try {
                Long revision = asked.computeIfAbsent(store, SubscriptionStore::revision);
                if (!revision.equals(revisions.get(store))
                        || projection.generations().hasUnfinished()) {
                    building |= projection.generations().look();
                }
                building |= projection.model().tend();
            } catch (StoreUnavailableException e) {
                failed.add(store);
                LOG.debug("{} cannot be looked after for now: {}", projection, e.getMessage());
            } catch (RuntimeException | Error e) { // an Error, too, must not keep the others waiting
                failed.add(store);
                LOG.error("{} could not be looked after, trying again", projection, e);
            }
        }
        asked.keySet().removeAll(failed); // their news are still to be followed
        revisions.putAll(asked);
        return building;
    }

    /** Stops following; documents can still be read. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        running.values().forEach(projection -> projection.model().close()); // what it is in the midst of ends soon
        if (thread.isAlive()) {
            joinThread();
        }
        running.values().forEach(Projections::close);
    }

    private static void close(RunningProjection projection) {
        try {
            projection.close();
        } catch (RuntimeException e) {
            LOG.error("{} could not be closed, closing the others", projection, e);
        }
    }

    private void joinThread() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
