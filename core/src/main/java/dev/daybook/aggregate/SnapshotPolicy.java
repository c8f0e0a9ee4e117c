package dev.daybook.aggregate;

import java.time.Duration;
import java.util.Optional;

/**
 * When to keep a state beside its stream, so that not all of a long stream is read again. A snapshot is taken after the fact
 * and used only while the state has the same shape: its type's record components, down to the last, and the revision.
 *
 * @param <S> the state
 * @param state a record, an enum, or a sealed interface of records; written by the context's codec
 * @param revision to be raised when events are folded differently although the shape of the state remains
 * @param events after how many events since the last one a snapshot is taken
 * @param replayTime after a replay that took at least so long, a snapshot is taken at once
 * @param keep how many snapshots each stream has at most: the latest, which commands are decided on, and earlier ones, from
 *     which states of the past are had; where there are more, they are thinned out evenly over the stream's length. For a
 *     state of the past, 1 / {@code keep} of the stream's events or fewer are read again on average
 */
public record SnapshotPolicy<S>(Class<S> state, int revision, int events, Optional<Duration> replayTime, int keep) {

    /** How many snapshots of a stream are kept unless set. */
    public static final int USUALLY_KEPT = 32;

    public SnapshotPolicy {
        if (events < 1) {
            throw new IllegalArgumentException("A snapshot is taken after at least 1 event, found " + events);
        }
        if (keep < 1) {
            throw new IllegalArgumentException("At least 1 snapshot of a stream is kept, found " + keep);
        }
    }

    /** A snapshot every so many events, {@value #USUALLY_KEPT} of each stream kept. */
    public static <S> SnapshotPolicy<S> every(int events, Class<S> state) {
        return new SnapshotPolicy<>(state, 1, events, Optional.empty(), USUALLY_KEPT);
    }

    public SnapshotPolicy<S> revision(int number) {
        return new SnapshotPolicy<>(state, number, events, replayTime, keep);
    }

    public SnapshotPolicy<S> orAfterReplayOf(Duration time) {
        return new SnapshotPolicy<>(state, revision, events, Optional.of(time), keep);
    }

    /** So many of each stream; with 1 only the latest, and states of the past are replayed from the first event. */
    public SnapshotPolicy<S> keep(int most) {
        return new SnapshotPolicy<>(state, revision, events, replayTime, most);
    }
}
