package dev.daybook.testing.contract;

import dev.daybook.store.Snapshot;
import dev.daybook.store.SnapshotStore;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.time.Instant;
import java.util.Optional;

/** Forgets every snapshot at once. */
final class DoNothingSnapshots implements SnapshotStore {

    @Override
    public Optional<Snapshot> load(StreamId stream, String shape, Version atMost) {
        return Optional.empty();
    }

    @Override
    public Optional<Snapshot> load(StreamId stream, String shape, Instant atMost) {
        return Optional.empty();
    }

    @Override
    public void save(Snapshot snapshot, int keep) {}

    @Override
    public int drop(String category, int limit) {
        return 0;
    }
}
