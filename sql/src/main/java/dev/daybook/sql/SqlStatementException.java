package dev.daybook.sql;

import dev.daybook.DaybookException;
import java.io.Serial;

/** The database refused a statement of a {@link SqlProjection}; the message holds the statement. */
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
