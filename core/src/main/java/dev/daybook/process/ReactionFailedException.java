package dev.daybook.process;

import dev.daybook.DaybookException;
import java.io.Serial;

/** A policy or a process manager could not react to an event or a timer. Says which one, and where known for which key. */
public final class ReactionFailedException extends DaybookException {

    @Serial
    private static final long serialVersionUID = 1L;

    ReactionFailedException(String message) {
        super(message);
    }

    ReactionFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
