package dev.daybook.command;

import dev.daybook.store.Metadata;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A command with what travels beside it. Immutable; each method returns a changed copy.
 *
 * @param payload a record that an aggregate takes
 * @param id of the command: the same id again is answered with the first outcome, and nothing is done twice. Made up on
 *     sending if absent; the causation id of every event that comes of the command
 * @param envelope its correlation id, by which all that one request sets off is found (the command's own id if absent); the
 *     id of the event or command that led to it; what else to keep with every event that comes of it, such as who asked
 * @param delivery how it gets to its aggregate
 */
public record Command<C>(C payload, Optional<UUID> id, Metadata envelope, Delivery delivery) {

    /**
     * How a command gets to its aggregate.
     *
     * @param lane instead of the one that takes its type
     * @param due when it is to be carried out, for {@link CommandBus#enqueue} only; at once if absent
     */
    public record Delivery(Optional<String> lane, Optional<Instant> due) {
        static final Delivery STANDARD = new Delivery(Optional.empty(), Optional.empty());
    }

    public static <C> Command<C> of(C payload) {
        return new Command<>(payload, Optional.empty(), Metadata.none(), Delivery.STANDARD);
    }

    /**
     * With an id of the sender's: sent again with the same id and content, it is the same command, with one effect and one
     * outcome. The content is compared as JSON, in which neither the order of map entries nor members that are null count; the
     * elements of a set have no order of their own, so use a sorted one, or a list.
     */
    public Command<C> id(UUID commandId) {
        return new Command<>(payload, Optional.of(commandId), envelope, delivery);
    }

    /** With the id that {@link CommandIds#ofKey} derives from a key of the sender's. */
    public Command<C> idempotencyKey(String key) {
        return id(CommandIds.ofKey(key));
    }

    /**
     * As one of all that belong to this correlation id.
     *
     * @throws IllegalArgumentException if the id is empty, too long, or holds control characters
     */
    public Command<C> correlatedBy(String correlationId) {
        return enveloped(new Metadata(Optional.of(correlationId), envelope.causation(), envelope.user()));
    }

    /**
     * As a consequence of the event or command of this id.
     *
     * @throws IllegalArgumentException if the id is empty, too long, or holds control characters
     */
    public Command<C> causedBy(String causationId) {
        return enveloped(new Metadata(envelope.correlation(), Optional.of(causationId), envelope.user()));
    }

    public Command<C> with(String key, String value) {
        Map<String, String> extended = new HashMap<>(envelope.user());
        extended.put(key, value);
        return enveloped(new Metadata(envelope.correlation(), envelope.causation(), extended));
    }

    /** To be carried out by this lane, whichever takes its type. */
    public Command<C> lane(String name) {
        return new Command<>(payload, id, envelope, new Delivery(Optional.of(name), delivery.due()));
    }

    /** To be carried out at this time, or as soon after it as its turn comes. Needs a durable lane. */
    public Command<C> due(Instant time) {
        return new Command<>(payload, id, envelope, new Delivery(delivery.lane(), Optional.of(time)));
    }

    public Optional<String> correlation() {
        return envelope.correlation();
    }

    public Optional<String> causation() {
        return envelope.causation();
    }

    public Map<String, String> metadata() {
        return envelope.user();
    }

    private Command<C> enveloped(Metadata changed) {
        return new Command<>(payload, id, changed, delivery);
    }
}
