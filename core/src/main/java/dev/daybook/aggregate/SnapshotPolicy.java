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
 */
public record SnapshotPolicy<S>(Class<S> state, int revision, int events, Optional<Duration> replayTime) {

    public SnapshotPolicy {
        if (events < 1) {
            throw new IllegalArgumentException("A snapshot is taken after at least 1 event, found " + events);
        }
    }

    /** A snapshot every so many events. */
    public static <S> SnapshotPolicy<S> every(int events, Class<S> state) {
        return new SnapshotPolicy<>(state, 1, events, Optional.empty());
    }

    public SnapshotPolicy<S> revision(int number) {
        return new SnapshotPolicy<>(state, number, events, replayTime);
    }

    public SnapshotPolicy<S> orAfterReplayOf(Duration time) {
        return new SnapshotPolicy<>(state, revision, events, Optional.of(time));
    }
}
