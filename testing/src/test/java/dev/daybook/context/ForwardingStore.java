package dev.daybook.context;

import dev.daybook.store.CommandStore;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.EventStore;
import dev.daybook.store.EventType;
import dev.daybook.store.InlineAttachment;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.LeaseStore;
import dev.daybook.store.Position;
import dev.daybook.store.SnapshotStore;
import dev.daybook.store.StoreLimits;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.store.TraceStore;
import dev.daybook.store.Version;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A store that does what another does, but for what a test overrides. */
public abstract class ForwardingStore implements EventStore {

    private final EventStore store;

    protected ForwardingStore(EventStore store) {
        this.store = store;
    }

    @Override
    public List<CommitResult> commit(List<Commit> commits) {
        return store.commit(commits);
    }

    @Override
    public List<StoredEvent> readStream(StreamId stream, Version after, int limit) {
        return store.readStream(stream, after, limit);
    }

    @Override
    public Version version(StreamId stream) {
        return store.version(stream);
    }

    @Override
    public List<StoredEvent> readAll(Position after, int limit) {
        return store.readAll(after, limit);
    }

    @Override
    public Position head() {
        return store.head();
    }

    @Override
    public Optional<StoredEvent> find(UUID eventId) {
        return store.find(eventId);
    }

    @Override
    public Set<EventType> eventTypes() {
        return store.eventTypes();
    }

    @Override
    public boolean awaitBeyond(Position position, Duration timeout) throws InterruptedException {
        return store.awaitBeyond(position, timeout);
    }

    @Override
    public DocumentStore documents() {
        return store.documents();
    }

    @Override
    public SubscriptionStore subscriptions() {
        return store.subscriptions();
    }

    @Override
    public CommandStore commands() {
        return store.commands();
    }

    @Override
    public LeaseStore leases() {
        return store.leases();
    }

    @Override
    public SnapshotStore snapshots() {
        return store.snapshots();
    }

    @Override
    public TraceStore traces() {
        return store.traces();
    }

    @Override
    public InlineAttachment attach(InlineReadModel model) {
        return store.attach(model);
    }

    @Override
    public StoreLimits limits() {
        return store.limits();
    }

    @Override
    public void close() {
        store.close();
    }
}
