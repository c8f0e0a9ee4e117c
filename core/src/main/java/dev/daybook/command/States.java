package dev.daybook.command;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.EvolveException;
import dev.daybook.aggregate.Folded;
import dev.daybook.aggregate.StreamFold;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The state of each stream, from the cache or from the store. Safe for use by many threads. */
final class States {

    /** How many streams are read at once; more would make answers that are large to hold. */
    private static final int STREAMS_AT_ONCE = 64;

    private final StateCache cache;
    private final StreamFold folds;

    States(StateCache cache, StreamFold folds) {
        this.cache = cache;
        this.folds = folds;
    }

    /** Reads at once what several turns need and the cache does not have. */
    void prepare(List<Turn> turns) {
        List<Turn> cold = new ArrayList<>();
        for (Turn turn : turns) {
            if (turn.aggregate().snapshots().isEmpty()
                    && cache.get(turn.stream()).isEmpty()) {
                cold.add(turn);
            }
        }
        if (cold.size() < 2) {
            return;
        }
        for (int from = 0; from < cold.size(); from += STREAMS_AT_ONCE) {
            List<Turn> some = cold.subList(from, Math.min(cold.size(), from + STREAMS_AT_ONCE));
            Map<StreamId, List<StoredEvent>> beginnings =
                    folds.beginnings(some.stream().map(Turn::stream).toList());
            for (Turn turn : some) {
                prepare(turn.aggregate(), turn.stream(), beginnings.getOrDefault(turn.stream(), List.of()));
            }
        }
    }

    private void prepare(Aggregate<?, ?, ?> aggregate, StreamId stream, List<StoredEvent> beginning) {
        try {
            cache.put(stream, folds.of(aggregate, stream, beginning));
        } catch (EvolveException e) {
            cache.remove(stream); // told where the stream is decided on
        }
    }

    /**
     * The state of a stream, as far as is known here; others may have moved it on.
     *
     * @throws EvolveException if the events cannot be read or folded
     */
    <S> Folded<S> of(Aggregate<?, S, ?> aggregate, StreamId stream) {
        return cache.<S>get(stream).orElseGet(() -> {
            Folded<S> folded = folds.of(aggregate, stream);
            cache.put(stream, folded);
            return folded;
        });
    }

    void forget(StreamId stream) {
        cache.remove(stream);
    }

    @SuppressWarnings("unchecked") // both states are of the aggregate that decided
    <S> void moved(Aggregate<?, ?, ?> aggregate, StreamId stream, Folded<S> from, Folded<S> to) {
        cache.put(stream, to);
        folds.moved((Aggregate<?, S, ?>) aggregate, stream, from, to);
    }
}
