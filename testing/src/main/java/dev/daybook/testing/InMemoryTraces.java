package dev.daybook.testing;

import dev.daybook.store.CommandState;
import dev.daybook.store.Metadata;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.TraceStore.Trace;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How far events and outcomes can be found by correlation id; finding looks at all of them. Not safe for use by many threads. */
final class InMemoryTraces {

    private final InMemoryLog log;
    private final InMemoryOutcomes outcomes;
    private final InMemoryQueues queues;
    private Position indexedEvents = Position.START;
    private long indexedOutcomes;

    InMemoryTraces(InMemoryLog log, InMemoryOutcomes outcomes, InMemoryQueues queues) {
        this.log = log;
        this.outcomes = outcomes;
        this.queues = queues;
    }

    boolean index(int limit) {
        indexedEvents =
                Position.of(Math.min(indexedEvents.value() + limit, log.head().value()));
        indexedOutcomes = Math.min(indexedOutcomes + limit, outcomes.last());
        return indexedEvents.equals(log.head()) && indexedOutcomes == outcomes.last();
    }

    Trace find(String correlation, int limit) {
        Stream<CommandState> decided = outcomes.all().stream()
                .filter(outcome -> outcome.sequence() <= indexedOutcomes)
                .filter(outcome -> isCorrelated(outcome.command().metadata(), correlation))
                .map(CommandState.Decided::new);
        Stream<CommandState> waiting =
                queues.waiting(command -> isCorrelated(command.header().metadata(), correlation));
        return new Trace(Stream.concat(decided, waiting).limit(limit).toList(), events(correlation, limit));
    }

    private List<StoredEvent> events(String correlation, int limit) {
        return log.all(Position.START, Integer.MAX_VALUE).stream()
                .limit(indexedEvents.value())
                .filter(event -> isCorrelated(event.metadata(), correlation))
                .limit(limit)
                .toList();
    }

    private static boolean isCorrelated(Metadata metadata, String correlation) {
        return metadata.correlation().equals(Optional.of(correlation));
    }
}
