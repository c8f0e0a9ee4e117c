package dev.daybook.aggregate;

import dev.daybook.event.EventCatalog;
import dev.daybook.event.EventCodec;
import dev.daybook.event.UnreadableEventException;
import dev.daybook.store.EventStore;
import dev.daybook.store.PageSize;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replays streams to the states of their aggregates, from snapshots where there are any, and has snapshots taken. Public for
 * the levels above alone; applications use {@link AggregateStates}. Safe for use by many threads.
 */
public final class StreamFold implements AutoCloseable {

    /** How much of each of many streams is read at once; longer ones are read on by themselves. */
    private static final int FIRST_PAGE = 64;

    /** Up to where a stream is replayed. */
    private record Bound(Version version, Instant instant) {

        static final Bound END = new Bound(Version.of(Long.MAX_VALUE), Instant.MAX);

        int limit(Version reached, PageSize size) {
            return (int) Math.min(size.limit(), version.value() - reached.value());
        }

        List<StoredEvent> within(List<StoredEvent> page) {
            return page.isEmpty() || !page.getLast().recordedAt().isAfter(instant)
                    ? page
                    : page.stream()
                            .takeWhile(event -> !event.recordedAt().isAfter(instant))
                            .toList();
        }
    }

    private final EventStore store;
    private final EventCatalog catalog;
    private final EventCodec codec;
    private final Snapshots snapshots;

    public StreamFold(EventStore store, EventCatalog catalog, EventCodec codec) {
        this.store = store;
        this.catalog = catalog;
        this.codec = codec;
        this.snapshots = new Snapshots(store, codec);
    }

    /** The states of all aggregates of a kind. */
    public <S> AggregateStates<S> states(Aggregate<?, S, ?> aggregate) {
        return new AggregateStates<>(aggregate, this, codec);
    }

    /**
     * Replays a stream.
     *
     * @throws EvolveException if the events cannot be read or folded
     */
    public <S, E> Folded<S> of(Aggregate<?, S, E> aggregate, StreamId stream) {
        long started = System.nanoTime();
        Folded<S> from = snapshots.latest(aggregate, stream).orElseGet(() -> nothing(aggregate));
        Folded<S> to = onFrom(aggregate, stream, from, Bound.END);
        snapshots.replayed(aggregate, stream, from, to, System.nanoTime() - started);
        return to;
    }

    /** The beginnings of many streams, to be folded one by one. */
    public Map<StreamId, List<StoredEvent>> beginnings(Collection<StreamId> streams) {
        return store.readStreams(streams, FIRST_PAGE);
    }

    /**
     * Replays a stream whose beginning has been read.
     *
     * @throws EvolveException if the events cannot be read or folded
     */
    public <S, E> Folded<S> of(Aggregate<?, S, E> aggregate, StreamId stream, List<StoredEvent> beginning) {
        Folded<S> folded = fold(aggregate, nothing(aggregate), beginning);
        return beginning.size() < FIRST_PAGE ? folded : onFrom(aggregate, stream, folded, Bound.END);
    }

    /** Replays a stream up to a version, or to its end if that comes before. */
    <S, E> Folded<S> upTo(Aggregate<?, S, E> aggregate, StreamId stream, Version version) {
        Folded<S> from = snapshots.atMost(aggregate, stream, version).orElseGet(() -> nothing(aggregate));
        return onFrom(aggregate, stream, from, new Bound(version, Instant.MAX));
    }

    /** Replays what of a stream was recorded at or before an instant. */
    <S, E> Folded<S> upTo(Aggregate<?, S, E> aggregate, StreamId stream, Instant instant) {
        Folded<S> from = snapshots.atMost(aggregate, stream, instant).orElseGet(() -> nothing(aggregate));
        return onFrom(aggregate, stream, from, new Bound(Bound.END.version(), instant));
    }

    /** Says that a stream has a new state, which may be due for a snapshot. */
    public <S> void moved(Aggregate<?, S, ?> aggregate, StreamId stream, Folded<S> from, Folded<S> to) {
        snapshots.moved(aggregate, stream, from, to);
    }

    private <S, E> Folded<S> onFrom(Aggregate<?, S, E> aggregate, StreamId stream, Folded<S> from, Bound bound) {
        Folded<S> folded = from;
        PageSize size = new PageSize();
        int limit = bound.limit(folded.version(), size);
        while (limit > 0) {
            List<StoredEvent> page = store.readStream(stream, folded.version(), limit);
            List<StoredEvent> within = bound.within(page);
            folded = fold(aggregate, folded, within);
            boolean more = size.mayFollow(page) && within.size() == page.size();
            limit = more ? bound.limit(folded.version(), size) : 0;
        }
        return folded;
    }

    private static <S> Folded<S> nothing(Aggregate<?, S, ?> aggregate) {
        return new Folded<>(aggregate.decider().initial(), Version.NONE, Position.START, Optional.empty());
    }

    private <S, E> Folded<S> fold(Aggregate<?, S, E> aggregate, Folded<S> from, List<StoredEvent> events) {
        if (events.isEmpty()) {
            return from;
        }
        S state = from.state();
        for (StoredEvent stored : events) {
            state = evolve(aggregate, state, read(aggregate, stored), stored);
        }
        StoredEvent last = events.getLast();
        return new Folded<>(state, last.version(), last.position(), Optional.of(last.recordedAt()));
    }

    private <E> E read(Aggregate<?, ?, E> aggregate, StoredEvent stored) {
        try {
            return aggregate.events().root().cast(catalog.read(stored).event());
        } catch (UnreadableEventException | ClassCastException e) {
            throw failure(aggregate, "cannot read " + place(stored) + ": " + e.getMessage(), e);
        }
    }

    private static <S, E> S evolve(Aggregate<?, S, E> aggregate, S state, E event, StoredEvent stored) {
        try {
            return aggregate.decider().evolve(state, event);
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            throw failure(aggregate, "at " + place(stored) + ", threw " + e, e);
        }
    }

    private static EvolveException failure(Aggregate<?, ?, ?> aggregate, String what, Throwable cause) {
        return new EvolveException("The decider of " + aggregate + " " + what + ": mend the decider", cause);
    }

    private static String place(StoredEvent stored) {
        return "event " + stored.type().name() + ", version " + stored.version() + " of stream " + stored.stream();
    }

    /** Writes the snapshots that wait, and takes no more. States can still be had. */
    @Override
    public void close() {
        snapshots.close();
    }
}
