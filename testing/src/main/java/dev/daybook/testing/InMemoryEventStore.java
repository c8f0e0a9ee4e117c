package dev.daybook.testing;

import dev.daybook.ConfigurationException;
import dev.daybook.store.CommandStore;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.EventFilter;
import dev.daybook.store.EventPage;
import dev.daybook.store.EventStore;
import dev.daybook.store.EventType;
import dev.daybook.store.InlineAttachment;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.LeaseStore;
import dev.daybook.store.Position;
import dev.daybook.store.SnapshotStore;
import dev.daybook.store.StoreLimits;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.store.TraceStore;
import dev.daybook.store.Version;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An {@link EventStore} that keeps everything in memory: for tests, and as the model that other stores are compared with.
 * It passes the same contract suite as they do, except that nothing survives the process.
 *
 * <p>Everything happens under one lock, so nothing ever waits long and interrupts are left alone.
 */
public final class InMemoryEventStore implements EventStore {

    private final InMemorySession session;
    private final InMemoryStorage storage;
    private final List<InlineReadModel> inline = new ArrayList<>(); // guarded by the storage's lock

    /** An empty store with default limits and the system's clock. */
    public InMemoryEventStore() {
        this(StoreLimits.defaults(), InstantSource.system());
    }

    /** An empty store with default limits. */
    public InMemoryEventStore(InstantSource clock) {
        this(StoreLimits.defaults(), clock);
    }

    /** An empty store. */
    public InMemoryEventStore(StoreLimits limits, InstantSource clock) {
        this(new InMemoryStorage(), limits, clock);
    }

    private InMemoryEventStore(InMemoryStorage storage, StoreLimits limits, InstantSource clock) {
        this.session = new InMemorySession(storage, limits, clock);
        this.storage = storage;
    }

    /**
     * A second store on the same data, as another process would have, or this one after a restart. It does
     * not matter whether this one is closed.
     */
    public InMemoryEventStore reopen() {
        return reopen(session.limits(), session.clock());
    }

    /** {@link #reopen()} with other limits and another clock. */
    public InMemoryEventStore reopen(StoreLimits otherLimits, InstantSource otherClock) {
        return new InMemoryEventStore(storage, otherLimits, otherClock);
    }

    @Override
    public List<CommitResult> commit(List<Commit> commits) {
        commits.forEach(session.limits()::check);
        commits.forEach(commit -> commit.documents().forEach(storage.documents()::require));
        return storage.locked(() -> {
            List<CommitResult> results = new ArrayList<>();
            for (Commit commit : commits) {
                results.add(session.isClosed() ? refused() : storage.commits().commit(commit, session.now(), inline));
            }
            storage.announce();
            return List.copyOf(results);
        });
    }

    @Override
    public List<StoredEvent> readStream(StreamId stream, Version after, int limit) {
        return session.whileOpen(() -> storage.log().stream(stream, after, limit));
    }

    @Override
    public Version version(StreamId stream) {
        return session.whileOpen(() -> storage.log().version(stream));
    }

    @Override
    public List<StoredEvent> readAll(Position after, int limit) {
        return session.whileOpen(() -> storage.log().all(after, limit));
    }

    @Override
    public EventPage readAll(Position after, int limit, EventFilter filter) {
        InMemorySession.requirePositive(limit);
        return session.whileOpen(() -> storage.log().filtered(after, limit, filter));
    }

    @Override
    public Position head() {
        return session.whileOpen(() -> storage.log().head());
    }

    @Override
    public Optional<StoredEvent> find(UUID eventId) {
        return session.whileOpen(() -> storage.log().find(eventId));
    }

    @Override
    public Set<EventType> eventTypes() {
        return session.whileOpen(() -> storage.log().types());
    }

    @Override
    public boolean awaitBeyond(Position position, Duration timeout) throws InterruptedException {
        return storage.await(() -> session.whileOpen(() -> storage.log().head()).compareTo(position) > 0, timeout);
    }

    /** The documents stay open when the store is closed. */
    @Override
    public DocumentStore documents() {
        return storage.documents();
    }

    /** As the documents, they stay open when the store is closed. */
    @Override
    public SubscriptionStore subscriptions() {
        return storage.subscriptionStore();
    }

    @Override
    public CommandStore commands() {
        return new InMemoryCommandStore(session);
    }

    @Override
    public LeaseStore leases() {
        return new InMemoryLeaseStore(session);
    }

    @Override
    public SnapshotStore snapshots() {
        return new InMemorySnapshotStore(session);
    }

    @Override
    public TraceStore traces() {
        return new InMemoryTraceStore(session);
    }

    @Override
    public InlineAttachment attach(InlineReadModel model) {
        return session.whileOpen(() -> {
            String collection = model.collection().name();
            if (inline.stream().anyMatch(other -> other.collection().name().equals(collection))) {
                throw new ConfigurationException(
                        model.title() + " is attached to this store already: close that attachment first");
            }
            inline.add(model);
            return new Attachment(model);
        });
    }

    private final class Attachment implements InlineAttachment {

        private final InlineReadModel model;

        Attachment(InlineReadModel model) {
            this.model = model;
        }

        @Override
        public boolean catchUp() {
            return session.whileOpen(() -> storage.commits().inline().catchUp(model));
        }

        @Override
        public boolean swap(int generation) {
            return session.whileOpen(() -> storage.commits().inline().swap(model, generation));
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // one attached since then may be equal, and stays
        public void close() {
            storage.locked(() -> inline.removeIf(other -> other == model));
        }
    }

    @Override
    public StoreLimits limits() {
        return session.limits();
    }

    @Override
    public void close() {
        session.close();
    }

    private static CommitResult refused() {
        return new CommitResult.Failed(new StoreUnavailableException(
                "The store is closed; nothing of this commit was stored", Outcome.NOT_STORED));
    }
}
