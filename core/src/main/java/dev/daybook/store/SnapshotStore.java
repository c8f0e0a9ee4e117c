package dev.daybook.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Snapshots of streams at some of their versions, beside the events. Losing any of them costs time only. Safe for use by many
 * threads; throws {@link StoreUnavailableException} when the database does not answer.
 */
public interface SnapshotStore {

    /** The latest snapshot of a stream, if there is one of this shape. */
    default Optional<Snapshot> load(StreamId stream, String shape) {
        return load(stream, shape, Version.of(Long.MAX_VALUE));
    }

    /** The latest snapshot of a stream at a version or before it, if there is one of this shape. */
    Optional<Snapshot> load(StreamId stream, String shape, Version atMost);

    /** The latest snapshot of a stream recorded at an instant or before it, if there is one of this shape. */
    Optional<Snapshot> load(StreamId stream, String shape, Instant atMost);

    /**
     * Keeps a snapshot, in place of another at its version. Forgets those of its stream that have another shape, and then, as
     * long as there are more than {@code keep}, the one whose neighbours are nearest to each other: by version, where the
     * first has version 0 before it, and the earliest of several. The latest always stays.
     *
     * @param keep 1 or more
     */
    void save(Snapshot snapshot, int keep);

    /** Forgets the snapshots of all streams of a category, at most {@code limit}; how many there were. */
    int drop(String category, int limit);
}
