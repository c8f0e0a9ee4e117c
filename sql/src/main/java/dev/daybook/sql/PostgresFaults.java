package dev.daybook.sql;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Reads SQLSTATE codes. An error that the server answered to a statement has rolled its transaction back; whatever ended the
 * connection, or never came from the server, says nothing about it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
 */
final class PostgresFaults {

    private PostgresFaults() {}

    static Fault of(SQLException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException fromDriver) {
                return fromDriver.getServerErrorMessage() == null ? Fault.UNKNOWN : answered(fromDriver);
            }
        }
        return Fault.UNKNOWN;
    }

    private static Fault answered(PSQLException error) {
        String state = String.valueOf(error.getSQLState());
        if (state.equals(PSQLState.UNIQUE_VIOLATION.getState())) {
            return Fault.ALREADY_STORED;
        }
        if (state.startsWith("08") || state.startsWith("57P") || state.startsWith("XX")) {
            return Fault.UNKNOWN; // connection lost, server shut down or crashed, internal error
        }
        // 22 data exception, 23 integrity constraint violation, 54 program limit exceeded
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54")
                ? Fault.INVALID_DATA
                : Fault.REFUSED;
    }
}
