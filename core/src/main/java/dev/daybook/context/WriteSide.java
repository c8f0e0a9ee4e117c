package dev.daybook.context;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.AggregateStates;
import dev.daybook.aggregate.StreamFold;
import dev.daybook.command.CommandBus;
import java.time.Duration;
import java.util.List;

/** The aggregates of a context at work. */
record WriteSide(List<Aggregate<?, ?, ?>> aggregates, StreamFold folds, CommandBus commands) {

    WriteSide {
        aggregates = List.copyOf(aggregates);
    }

    /** @throws IllegalArgumentException if the aggregate is none of these */
    <S> AggregateStates<S> states(String context, Aggregate<?, S, ?> aggregate) {
        if (!aggregates.contains(aggregate)) {
            throw new IllegalArgumentException(
                    "The " + aggregate + " is not one of context " + context + ", it has " + aggregates);
        }
        return folds.states(aggregate);
    }

    void stop(Duration timeout) {
        commands.stop(timeout);
        folds.close();
    }
}
