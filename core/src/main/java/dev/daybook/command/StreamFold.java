package dev.daybook.command;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.event.EventCatalog;
import dev.daybook.store.EventStore;
import dev.daybook.store.PageSize;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.io.Serial;
import java.util.List;

/** Replays a stream to the state of its aggregate. */
final class StreamFold {

    private final EventStore store;
    private final EventCatalog catalog;

    StreamFold(EventStore store, EventCatalog catalog) {
        this.store = store;
        this.catalog = catalog;
    }

    /** A state and what it was made of: the stream up to this version, whose last event lies at this position. */
    record Folded<S>(S state, Version version, Position position) {}

    <S, E> Folded<S> of(Aggregate<?, S, E> aggregate, StreamId stream) {
        Class<E> events = aggregate.events().root();
        S state = aggregate.decider().initial();
        Version version = Version.NONE;
        Position position = Position.START;
        PageSize size = new PageSize();
        List<StoredEvent> page;
        do {
            page = store.readStream(stream, version, size.limit());
            for (StoredEvent stored : page) {
                state = evolve(
                        aggregate.decider(),
                        state,
                        events.cast(catalog.read(stored).event()),
                        stored);
                version = stored.version();
                position = stored.position();
            }
        } while (size.mayFollow(page));
        return new Folded<>(state, version, position);
    }

    private static <S, E> S evolve(Decider<?, S, E> decider, S state, E event, StoredEvent stored) {
        try {
            return decider.evolve(state, event);
        } catch (RuntimeException e) {
            throw new EvolveException(
                    "at event " + stored.type().name() + ", version " + stored.version() + " of stream "
                            + stored.stream() + ", threw " + e,
                    e);
        }
    }

    /** A decider could not say what an event leads to. */
    static final class EvolveException extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        EvolveException(String message, RuntimeException cause) {
            super(message, cause);
        }
    }
}
