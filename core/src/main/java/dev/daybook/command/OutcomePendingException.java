package dev.daybook.command;

import dev.daybook.DaybookException;
import java.io.Serial;
import java.time.Duration;
import java.util.UUID;

/** A command was accepted and stored, but its sender has waited for the outcome long enough. It will be carried out. */
public final class OutcomePendingException extends DaybookException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID command;

    private OutcomePendingException(UUID command, String message) {
        super(message);
        this.command = command;
    }

    static OutcomePendingException late(UUID command, Duration waited) {
        return new OutcomePendingException(
                command,
                "Command " + command + " is stored but has no outcome after " + waited
                        + ": ask for its status later, or send it again with the same id");
    }

    static OutcomePendingException parked(UUID command, String error) {
        return new OutcomePendingException(
                command, "Command " + command + " is parked until a person deals with it, it failed so: " + error);
    }

    static OutcomePendingException interrupted(UUID command) {
        return new OutcomePendingException(
                command,
                "The thread was interrupted before the outcome of command " + command
                        + " was known; it is stored and will be carried out: ask for its status later");
    }

    static OutcomePendingException stopping(UUID command) {
        return new OutcomePendingException(
                command,
                "This node is stopping; command " + command
                        + " is stored and will be carried out: ask for its status later");
    }

    /** The id by which its status is found. */
    public UUID command() {
        return command;
    }
}
