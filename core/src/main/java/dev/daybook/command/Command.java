package dev.daybook.command;

import dev.daybook.store.Metadata;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A command with what travels beside it. Immutable; each method returns a changed copy.
 *
 * @param payload a record that an aggregate takes
 * @param id of the command, made up on sending if absent; the causation id of every event that comes of it
 * @param correlation the id shared by all that one request sets off; the command's own id if absent
 * @param causation the id of the event or command that led to this one; its own events name the command itself as their cause
 * @param metadata kept with every event that comes of it, such as who asked for it
 */
public record Command<C>(
        C payload,
        Optional<UUID> id,
        Optional<String> correlation,
        Optional<String> causation,
        Map<String, String> metadata) {

    /** @throws IllegalArgumentException if an id is empty, too long, or holds control characters */
    public Command {
        metadata = new Metadata(correlation, causation, metadata).user();
    }

    public static <C> Command<C> of(C payload) {
        return new Command<>(payload, Optional.empty(), Optional.empty(), Optional.empty(), Map.of());
    }

    public Command<C> id(UUID commandId) {
        return new Command<>(payload, Optional.of(commandId), correlation, causation, metadata);
    }

    public Command<C> correlatedBy(String correlationId) {
        return new Command<>(payload, id, Optional.of(correlationId), causation, metadata);
    }

    public Command<C> causedBy(String causationId) {
        return new Command<>(payload, id, correlation, Optional.of(causationId), metadata);
    }

    public Command<C> with(String key, String value) {
        Map<String, String> extended = new HashMap<>(metadata);
        extended.put(key, value);
        return new Command<>(payload, id, correlation, causation, extended);
    }
}
