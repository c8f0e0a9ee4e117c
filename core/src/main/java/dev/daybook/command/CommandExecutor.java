package dev.daybook.command;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decision;
import dev.daybook.event.EventCatalog;
import dev.daybook.event.IdGenerator;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Metadata;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one command at a time for each caller: load the stream, decide, commit; on a conflict all of it again. Safe for
 * use by many threads.
 */
public final class CommandExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(CommandExecutor.class);

    private final EventStore store;
    private final EventCatalog catalog;
    private final IdGenerator ids;
    private final CommandHandlers handlers;
    private final int attempts;
    private final StreamFold folds;

    /** @param attempts how often a command is decided before its conflicts make it fail */
    public CommandExecutor(
            EventStore store, EventCatalog catalog, IdGenerator ids, CommandHandlers handlers, int attempts) {
        this.store = store;
        this.catalog = catalog;
        this.ids = ids;
        this.handlers = handlers;
        this.attempts = attempts;
        this.folds = new StreamFold(store, catalog);
    }

    /**
     * Carries out the command and waits until its events are durably stored.
     *
     * @throws IllegalArgumentException if no aggregate handles it
     * @throws dev.daybook.store.StoreUnavailableException if the store did not answer
     */
    public Outcome execute(Command<?> command) {
        return execute(handlers.handlerOf(command.payload()), command);
    }

    private <C, S, E> Outcome execute(Aggregate<C, S, E> aggregate, Command<?> command) {
        C payload = aggregate.cast(command.payload());
        StreamId stream = streamOf(aggregate, payload);
        UUID commandId = command.id().orElseGet(ids::next);
        for (int attempt = 1; attempt <= attempts; attempt++) {
            StreamFold.Folded<S> folded;
            try {
                folded = folds.of(aggregate, stream);
            } catch (StreamFold.EvolveException e) {
                LOG.error(
                        "Command {} for {} failed: the decider {}", commandId, aggregate, e.getMessage(), e.getCause());
                return deciderFailed(aggregate, String.valueOf(e.getMessage()), e.getCause());
            }
            Decision<E> decision;
            try {
                decision = Objects.requireNonNull(
                        aggregate.decider().decide(payload, folded.state()), "null instead of a decision");
            } catch (RuntimeException e) {
                LOG.error("The decider of {} failed on command {} for stream {}", aggregate, commandId, stream, e);
                return deciderFailed(aggregate, "threw " + e, e);
            }
            Optional<Outcome> outcome = switch (decision) {
                case Decision.Refused<E>(String code, String reason) -> Optional.of(new Outcome.Refused(code, reason));
                case Decision.Accepted<E>(List<E> events)
                when events.isEmpty() -> Optional.of(new Outcome.Accepted(stream, folded.version(), folded.position()));
                case Decision.Accepted<E>(List<E> events) ->
                    commit(stream, folded.version(), serialize(events, command, commandId));
            };
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        return new Outcome.Failed(
                Outcome.Failed.CONFLICT,
                "Others wrote to stream " + stream + " before each of " + attempts
                        + " attempts; nothing changed: try again",
                Optional.empty());
    }

    private static Outcome deciderFailed(Aggregate<?, ?, ?> aggregate, String what, @Nullable Throwable cause) {
        return new Outcome.Failed(
                Outcome.Failed.DECIDER_FAILED,
                "The decider of " + aggregate + " " + what + "; nothing changed: mend the decider",
                Optional.ofNullable(cause));
    }

    /** Empty if the stream was at another version. */
    private Optional<Outcome> commit(StreamId stream, Version expected, List<SerializedEvent> events) {
        return switch (commitOnce(Commit.append(stream, ExpectedVersion.exactly(expected), events))) {
            case CommitResult.Committed(Position position, List<Version> versions) ->
                Optional.of(new Outcome.Accepted(stream, versions.getFirst(), position));
            case CommitResult.Duplicate(Position position, List<Version> versions) ->
                Optional.of(new Outcome.Accepted(stream, versions.getFirst(), position));
            case CommitResult.Conflict conflict -> {
                LOG.debug("{}", conflict);
                yield Optional.empty();
            }
            case CommitResult.Failed(var error) -> throw error;
        };
    }

    /** A commit whose outcome is unknown is sent once more: its event ids make sure that it is stored once at most. */
    private CommitResult commitOnce(Commit commit) {
        try {
            return store.commit(commit);
        } catch (StoreUnavailableException e) {
            if (e.outcome() == StoreUnavailableException.Outcome.NOT_STORED
                    || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            LOG.warn("The store did not tell what became of a commit, asking once more", e);
            return store.commit(commit);
        }
    }

    private static <C> StreamId streamOf(Aggregate<C, ?, ?> aggregate, C payload) {
        try {
            return aggregate.streamOf(payload);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "Command " + payload.getClass().getName() + " gives no usable key for " + aggregate + ": " + e, e);
        }
    }

    private List<SerializedEvent> serialize(List<?> events, Command<?> command, UUID commandId) {
        Metadata metadata = Metadata.of(
                command.correlation().orElse(commandId.toString()), commandId.toString(), command.metadata());
        List<SerializedEvent> serialized = new ArrayList<>(events.size());
        for (Object event : events) {
            serialized.add(catalog.serialize(event, ids.next(), metadata));
        }
        return serialized;
    }
}
