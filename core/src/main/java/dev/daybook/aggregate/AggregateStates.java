package dev.daybook.aggregate;

import dev.daybook.event.EventCodec;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.time.Instant;
import java.util.Optional;

/**
 * What aggregates of one kind are and have been, replayed from the log itself: no read model comes in between, so that
 * whatever has been answered as accepted is seen. Where the aggregate has snapshots, those spare the events before them.
 *
 * <pre>{@code
 * AggregateStates<OrderState> orders = ordering.states(ORDER);
 * orders.latest("42");
 * orders.at("42", Version.of(3));
 * orders.at("42", Instant.parse("2026-01-31T12:00:00Z"));
 * orders.difference("42", Version.of(1), Version.of(3));
 * }</pre>
 *
 * <p>The past is told as the decider tells it now: with another {@link Decider#evolve}, the same events lead to other states.
 * Immutable, safe for use by many threads; its methods block. All of them throw {@link EvolveException} if the events cannot be
 * read or folded, and {@link dev.daybook.store.StoreUnavailableException} if the store does not answer.
 */
public final class AggregateStates<S> {

    private final Aggregate<?, S, ?> aggregate;
    private final StreamFold folds;
    private final JsonDifference json;

    AggregateStates(Aggregate<?, S, ?> aggregate, StreamFold folds, EventCodec codec) {
        this.aggregate = aggregate;
        this.folds = folds;
        this.json = new JsonDifference(codec);
    }

    /** The state after the last event; empty if there are no events. */
    public Optional<RecordedState<S>> latest(String key) {
        StreamId stream = aggregate.stream(key);
        return recorded(stream, folds.of(aggregate, stream));
    }

    /**
     * The state after the event of this version; empty at {@link Version#NONE} and if there are no events at all.
     *
     * @throws VersionNotReachedException if there are events, but not so many; it names the last version
     */
    public Optional<RecordedState<S>> at(String key, Version version) {
        StreamId stream = aggregate.stream(key);
        Folded<S> folded = folds.upTo(aggregate, stream, version);
        requireReached(stream, folded, version);
        return recorded(stream, folded);
    }

    /**
     * The state that all events recorded at or before an instant led to; empty if there were none. At an instant not before
     * now, that is the latest state.
     */
    public Optional<RecordedState<S>> at(String key, Instant instant) {
        StreamId stream = aggregate.stream(key);
        return recorded(stream, folds.upTo(aggregate, stream, instant));
    }

    /**
     * What differs between the states at two versions, in either order; {@link Version#NONE} stands for the state before the
     * first event. Empty if there are no events.
     *
     * @throws VersionNotReachedException if there are events, but not so many; it names the last version
     */
    public Optional<StateDifference> difference(String key, Version from, Version to) {
        StreamId stream = aggregate.stream(key);
        Version later = from.compareTo(to) > 0 ? from : to;
        Folded<S> end = folds.upTo(aggregate, stream, later);
        requireReached(stream, end, later);
        if (end.version().equals(Version.NONE) && at(key, Version.of(1)).isEmpty()) {
            return Optional.empty();
        }
        Folded<S> before = from.equals(later) ? end : folds.upTo(aggregate, stream, from);
        Folded<S> after = to.equals(later) ? end : folds.upTo(aggregate, stream, to);
        return Optional.of(new StateDifference(stream, from, to, json.between(before.state(), after.state())));
    }

    private static void requireReached(StreamId stream, Folded<?> folded, Version asked) {
        Version last = folded.version();
        if (!last.equals(Version.NONE) && last.compareTo(asked) < 0) {
            throw new VersionNotReachedException(stream, asked, last);
        }
    }

    private static <S> Optional<RecordedState<S>> recorded(StreamId stream, Folded<S> folded) {
        return folded.recordedAt()
                .map(at -> new RecordedState<>(stream, folded.state(), folded.version(), folded.position(), at));
    }
}
