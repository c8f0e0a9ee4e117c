package dev.daybook.store;

import java.util.Optional;

/**
 * At most one snapshot a stream, beside the events. Losing any of them costs time only. Safe for use by many threads; throws
 * {@link StoreUnavailableException} when the database does not answer.
 */
public interface SnapshotStore {

    /** The snapshot of a stream, if there is one of this shape. */
    Optional<Snapshot> load(StreamId stream, String shape);

    /** Keeps a snapshot in place of any other of its stream, unless there is a later one of the same shape. */
    void save(Snapshot snapshot);

    /** Forgets the snapshots of all streams of a category, at most {@code limit}; how many there were. */
    int drop(String category, int limit);
}
