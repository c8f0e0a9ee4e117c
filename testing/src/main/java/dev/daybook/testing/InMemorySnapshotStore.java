package dev.daybook.testing;

import dev.daybook.store.Snapshot;
import dev.daybook.store.SnapshotStore;
import dev.daybook.store.StreamId;
import java.util.Optional;

/** The snapshots of an {@link InMemoryEventStore}. */
final class InMemorySnapshotStore implements SnapshotStore {

    private final InMemorySession session;

    InMemorySnapshotStore(InMemorySession session) {
        this.session = session;
    }

    @Override
    public Optional<Snapshot> load(StreamId stream, String shape) {
        return session.whileOpen(() -> session.storage().snapshots().load(stream, shape));
    }

    @Override
    public void save(Snapshot snapshot) {
        session.whileOpen(() -> {
            session.storage().snapshots().save(snapshot);
            return snapshot;
        });
    }

    @Override
    public int drop(String category, int limit) {
        InMemorySession.requirePositive(limit);
        return session.whileOpen(() -> session.storage().snapshots().drop(category, limit));
    }
}
