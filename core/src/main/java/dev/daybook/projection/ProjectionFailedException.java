package dev.daybook.projection;

import dev.daybook.DaybookException;
import dev.daybook.store.StoredEvent;
import java.io.Serial;

/**
 * A fold or a function that finds keys threw, or a document could not be read or written. The message names projection, event,
 * stream and key.
 */
public final class ProjectionFailedException extends DaybookException {

    @Serial
    private static final long serialVersionUID = 1L;

    public ProjectionFailedException(String message, Throwable cause) {
        super(message, cause);
    }

    static ProjectionFailedException of(String projection, StoredEvent event, String into, Throwable cause) {
        return new ProjectionFailedException(
                "Projection " + projection + " failed to fold event "
                        + event.type().name() + " (" + event.id()
                        + ") at position " + event.position() + ", version " + event.version() + " of stream "
                        + event.stream() + ", into " + into + ": "
                        + (cause instanceof DaybookException ? cause.getMessage() : cause),
                cause);
    }
}
