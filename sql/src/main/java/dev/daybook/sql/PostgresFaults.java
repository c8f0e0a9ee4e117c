package dev.daybook.sql;

import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Reads SQLSTATE codes. An error that the server answered to a statement has rolled its transaction back; whatever ended the
 * connection, or never came from the server, says nothing about it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">PostgreSQL error codes</a>
 */
final class PostgresFaults {

    private static final Set<String> STATEMENT_CLASSES =
            Set.of("07", "0A", "21", "22", "23", "26", "2B", "2F", "38", "39", "3F", "42", "44", "54", "P0");

    private PostgresFaults() {}

    static Fault of(SQLException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException fromDriver) {
                return fromDriver.getServerErrorMessage() == null ? Fault.UNKNOWN : answered(fromDriver);
            }
        }
        return Fault.UNKNOWN;
    }

    /**
     * Whether the statement or its parameters are to blame: data exceptions and broken constraints, whatever is wrong with its
     * text, what it raises itself, and what the driver cannot send.
     */
    static boolean blamesStatement(SQLException error) {
        String state = String.valueOf(error.getSQLState());
        return state.length() == 5 && STATEMENT_CLASSES.contains(state.substring(0, 2));
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
