package dev.daybook.event;

import dev.daybook.DaybookException;
import java.io.Serial;

/** An event that cannot be turned into JSON or back: its type is unknown here, or its data does not fit the type. */
public final class UnreadableEventException extends DaybookException {

    @Serial
    private static final long serialVersionUID = 1L;

    public UnreadableEventException(String message) {
        super(message);
    }

    public UnreadableEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
