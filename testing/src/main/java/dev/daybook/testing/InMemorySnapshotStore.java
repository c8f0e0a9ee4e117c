package dev.daybook.testing;

import dev.daybook.store.Snapshot;
import dev.daybook.store.SnapshotStore;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.time.Instant;
import java.util.Optional;

/** The snapshots of an {@link InMemoryEventStore}. */
final class InMemorySnapshotStore implements SnapshotStore {

    private final InMemorySession session;

    InMemorySnapshotStore(InMemorySession session) {
        this.session = session;
    }

    @Override
    public Optional<Snapshot> load(StreamId stream, String shape, Version atMost) {
        return session.whileOpen(() -> session.storage().snapshots().load(stream, shape, atMost));
    }

    @Override
    public Optional<Snapshot> load(StreamId stream, String shape, Instant atMost) {
        return session.whileOpen(() -> session.storage().snapshots().load(stream, shape, atMost));
    }

    @Override
    public void save(Snapshot snapshot, int keep) {
        InMemorySession.requirePositive(keep);
        session.whileOpen(() -> {
            session.storage().snapshots().save(snapshot, keep);
            return snapshot;
        });
    }

    @Override
    public int drop(String category, int limit) {
        InMemorySession.requirePositive(limit);
        return session.whileOpen(() -> session.storage().snapshots().drop(category, limit));
    }
}
