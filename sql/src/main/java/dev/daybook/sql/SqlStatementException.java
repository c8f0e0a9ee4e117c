package dev.daybook.sql;

import dev.daybook.DaybookException;
import java.io.Serial;

/**
 * A statement of a {@link SqlProjection} was not carried out: the database refused it, and the message holds it, or its step had
 * taken too long.
 */
public final class SqlStatementException extends DaybookException {

    @Serial
    private static final long serialVersionUID = 1L;

    SqlStatementException(String message, Throwable cause) {
        super(message, cause);
    }

    SqlStatementException(String message) {
        super(message);
    }
}
