package dev.daybook.testing.contract;

import dev.daybook.store.Snapshot;
import dev.daybook.store.SnapshotStore;
import dev.daybook.store.StreamId;
import java.util.Optional;

/** Forgets every snapshot at once. */
final class DoNothingSnapshots implements SnapshotStore {

    @Override
    public Optional<Snapshot> load(StreamId stream, String shape) {
        return Optional.empty();
    }

    @Override
    public void save(Snapshot snapshot) {}

    @Override
    public int drop(String category, int limit) {
        return 0;
    }
}
