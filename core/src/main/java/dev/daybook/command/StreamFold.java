package dev.daybook.command;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.event.EventCatalog;
import dev.daybook.event.UnreadableEventException;
import dev.daybook.store.EventStore;
import dev.daybook.store.PageSize;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.io.Serial;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Replays streams to the states of their aggregates, from snapshots where there are any. Safe for use by many threads. */
final class StreamFold {

    /** How much of each of many streams is read at once; longer ones are read on by themselves. */
    private static final int FIRST_PAGE = 64;

    private final EventStore store;
    private final EventCatalog catalog;
    private final Snapshots snapshots;

    StreamFold(EventStore store, EventCatalog catalog, Snapshots snapshots) {
        this.store = store;
        this.catalog = catalog;
        this.snapshots = snapshots;
    }

    /** Replays a stream. */
    <S, E> Folded<S> of(Aggregate<?, S, E> aggregate, StreamId stream) {
        long started = System.nanoTime();
        Folded<S> from = snapshots.load(aggregate, stream).orElseGet(() -> nothing(aggregate));
        Folded<S> to = onFrom(aggregate, stream, from);
        snapshots.replayed(aggregate, stream, from, to, System.nanoTime() - started);
        return to;
    }

    /** The beginnings of many streams, to be folded one by one. */
    Map<StreamId, List<StoredEvent>> beginnings(Collection<StreamId> streams) {
        return store.readStreams(streams, FIRST_PAGE);
    }

    /** Replays a stream whose beginning has been read. */
    <S, E> Folded<S> of(Aggregate<?, S, E> aggregate, StreamId stream, List<StoredEvent> beginning) {
        Folded<S> folded = fold(aggregate, nothing(aggregate), beginning);
        return beginning.size() < FIRST_PAGE ? folded : onFrom(aggregate, stream, folded);
    }

    private <S, E> Folded<S> onFrom(Aggregate<?, S, E> aggregate, StreamId stream, Folded<S> from) {
        Folded<S> folded = from;
        PageSize size = new PageSize();
        List<StoredEvent> page;
        do {
            page = store.readStream(stream, folded.version(), size.limit());
            folded = fold(aggregate, folded, page);
        } while (size.mayFollow(page));
        return folded;
    }

    private static <S> Folded<S> nothing(Aggregate<?, S, ?> aggregate) {
        return new Folded<>(aggregate.decider().initial(), Version.NONE, Position.START);
    }

    private <S, E> Folded<S> fold(Aggregate<?, S, E> aggregate, Folded<S> from, List<StoredEvent> events) {
        Class<E> type = aggregate.events().root();
        S state = from.state();
        Version version = from.version();
        Position position = from.position();
        for (StoredEvent stored : events) {
            state = evolve(aggregate.decider(), state, read(type, stored), stored);
            version = stored.version();
            position = stored.position();
        }
        return new Folded<>(state, version, position);
    }

    private <E> E read(Class<E> type, StoredEvent stored) {
        try {
            return type.cast(catalog.read(stored).event());
        } catch (UnreadableEventException | ClassCastException e) {
            throw new EvolveException("cannot read " + place(stored) + ": " + e.getMessage(), e);
        }
    }

    private static <S, E> S evolve(Decider<?, S, E> decider, S state, E event, StoredEvent stored) {
        try {
            return decider.evolve(state, event);
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            throw new EvolveException("at " + place(stored) + ", threw " + e, e);
        }
    }

    private static String place(StoredEvent stored) {
        return "event " + stored.type().name() + ", version " + stored.version() + " of stream " + stored.stream();
    }

    /** A decider could not say what an event leads to. */
    static final class EvolveException extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        EvolveException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
