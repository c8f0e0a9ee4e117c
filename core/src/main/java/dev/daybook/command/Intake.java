package dev.daybook.command;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.event.IdGenerator;
import dev.daybook.event.UnreadableEventException;
import dev.daybook.store.CommandHeader;
import dev.daybook.store.Metadata;
import dev.daybook.store.PayloadHash;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.StoreLimits;
import dev.daybook.store.StreamId;
import java.util.Optional;
import java.util.UUID;

/** Makes work of what senders bring and of what was stored. Immutable. */
final class Intake {

    private final CommandHandlers handlers;
    private final CommandTypes types;
    private final IdGenerator ids;
    private final StoreLimits limits;

    Intake(CommandHandlers handlers, CommandTypes types, IdGenerator ids, StoreLimits limits) {
        this.handlers = handlers;
        this.types = types;
        this.ids = ids;
        this.limits = limits;
    }

    /** A command as it came in: what is to be done, and how it is stored. */
    record Received(Pending.Work work, SerializedCommand serialized) {}

    /** @throws IllegalArgumentException if no aggregate handles the command or it gives no usable key */
    Received receive(Command<?> command) {
        return receive(handlers.handlerOf(command.payload()), command);
    }

    private <C> Received receive(Aggregate<C, ?, ?> aggregate, Command<?> command) {
        C payload = aggregate.cast(command.payload());
        String type = types.nameOf(payload.getClass());
        String json = types.write(payload);
        UUID id = command.id().orElseGet(ids::next);
        String correlation = command.correlation().orElseGet(id::toString);
        CommandHeader header = new CommandHeader(
                id,
                PayloadHash.of(type, StableText.of(json)),
                type,
                streamOf(aggregate, payload),
                new Metadata(Optional.of(correlation), command.causation(), command.metadata()));
        SerializedCommand serialized = new SerializedCommand(header, json);
        limits.check(serialized);
        Pending.Work work =
                new Pending.Work(header, aggregate, payload, null, command.id().isPresent());
        return new Received(work, serialized);
    }

    private static <C> StreamId streamOf(Aggregate<C, ?, ?> aggregate, Object payload) {
        try {
            return aggregate.streamOf(aggregate.cast(payload));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "Command " + payload.getClass().getName() + " gives no usable key for " + aggregate + ": " + e, e);
        }
    }

    /** A stored command; where it cannot be read, work that says so. */
    Pending.Work read(QueuedCommand queued) {
        CommandHeader header = queued.command().header();
        Class<?> type = types.named(header.type()).orElse(null);
        if (type == null) {
            return new Pending.Work(
                    header,
                    handlers.ofCategory(header.stream().category()),
                    null,
                    "Command type " + header.type()
                            + " is not known here: run a version of the application that handles it, or discard it",
                    true);
        }
        Aggregate<?, ?, ?> aggregate = handlers.of(type);
        try {
            return new Pending.Work(
                    header, aggregate, types.read(queued.command().payload(), type), null, true);
        } catch (UnreadableEventException e) {
            return unreadable(header, aggregate, String.valueOf(e.getMessage()));
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            return unreadable(header, aggregate, e.toString()); // by a codec or a class of the user's
        }
    }

    private static Pending.Work unreadable(CommandHeader header, Aggregate<?, ?, ?> aggregate, String why) {
        return new Pending.Work(header, aggregate, null, "The payload cannot be read: " + why + ": edit it", true);
    }

    /**
     * Refuses a payload that cannot take the place of another one's. Of a type that is not known here nothing is known.
     *
     * @throws IllegalArgumentException if it is not of the command's type, or for another stream
     */
    void requireReplaceable(CommandHeader header, String payload) {
        types.named(header.type()).ifPresent(type -> {
            StreamId stream = streamOf(handlers.of(type), readEdited(payload, type));
            if (!stream.equals(header.stream())) {
                throw new IllegalArgumentException("The new payload is for stream " + stream + ", the command for "
                        + header.stream() + ": discard the command and send another");
            }
        });
    }

    private Object readEdited(String payload, Class<?> type) {
        try {
            return types.read(payload, type);
        } catch (UnreadableEventException e) {
            throw new IllegalArgumentException("The new payload cannot be read: " + e.getMessage(), e);
        }
    }
}
