package dev.daybook.store;

import dev.daybook.DaybookException;
import java.io.Serial;

/**
 * A commit that no store can hold: its data is no JSON text, or one of its event ids already belongs to another event.
 * Nothing of it was stored; the same again will fail again.
 */
public final class InvalidEventException extends DaybookException {

    @Serial
    private static final long serialVersionUID = 1L;

    public InvalidEventException(String message) {
        super(message);
    }

    public InvalidEventException(String message, Throwable cause) {
        super(message, cause);
    }
}
