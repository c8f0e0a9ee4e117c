package dev.daybook.testing.contract;

import dev.daybook.store.Append;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Says yes to everything, in plausible numbers, and keeps nothing. */
final class DoNothingEventStore implements EventStore {

    @Override
    public List<CommitResult> commit(List<Commit> commits) {
        List<CommitResult> results = new ArrayList<>();
        long position = 0;
        for (Commit commit : commits) {
            position += commit.eventCount();
            List<Version> versions = new ArrayList<>();
            for (Append append : commit.appends()) {
                versions.add(Version.of(append.events().size()));
            }
            results.add(new CommitResult.Committed(Position.of(position), versions));
        }
        return results;
    }

    @Override
    public List<StoredEvent> readStream(StreamId stream, Version after, int limit) {
        return List.of();
    }

    @Override
    public Version version(StreamId stream) {
        return Version.NONE;
    }

    @Override
    public List<StoredEvent> readAll(Position after, int limit) {
        return List.of();
    }

    @Override
    public Position head() {
        return Position.START;
    }

    @Override
    public Optional<StoredEvent> find(UUID eventId) {
        return Optional.empty();
    }

    @Override
    public Set<EventType> eventTypes() {
        return Set.of();
    }

    @Override
    public boolean awaitBeyond(Position position, Duration timeout) {
        return false;
    }

    @Override
    public DocumentStore documents() {
        return new DoNothingDocuments(subscriptions());
    }

    @Override
    public SubscriptionStore subscriptions() {
        return new DoNothingSubscriptions();
    }

    @Override
    public CommandStore commands() {
        return new DoNothingCommands();
    }

    @Override
    public LeaseStore leases() {
        return new DoNothingLeases();
    }

    @Override
    public SnapshotStore snapshots() {
        return new DoNothingSnapshots();
    }

    @Override
    public TraceStore traces() {
        return new DoNothingTraces();
    }

    @Override
    public InlineAttachment attach(InlineReadModel model) {
        return new InlineAttachment() {

            @Override
            public boolean catchUp() {
                return true;
            }

            @Override
            public boolean swap(int generation) {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public StoreLimits limits() {
        return StoreLimits.defaults();
    }

    @Override
    public void close() {}
}
