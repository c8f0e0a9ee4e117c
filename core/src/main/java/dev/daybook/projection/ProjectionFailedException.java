package dev.daybook.projection;

import dev.daybook.DaybookException;
import java.io.Serial;

/** A fold threw, or a document could not be read or written. The projection stays where it is and tries again. */
public final class ProjectionFailedException extends DaybookException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ProjectionFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
