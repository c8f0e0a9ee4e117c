package dev.daybook.sql;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Reads SQLite's result codes.
 *
 * @see <a href="https://www.sqlite.org/rescode.html">Result and error codes</a>
 */
final class SqliteFaults {

    private SqliteFaults() {}

    static Fault of(SQLException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException fromDriver) {
                return of(fromDriver.getResultCode());
            }
        }
        return Fault.UNKNOWN;
    }

    /** Whether the statement or its parameters are to blame. What the driver itself refuses has no code. */
    static boolean blamesStatement(SQLException error) {
        if (!(error instanceof SQLiteException fromDriver)) {
            return true;
        }
        return switch (SQLiteErrorCode.getErrorCode(fromDriver.getResultCode().code & 0xFF)) {
            case SQLITE_ERROR, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_RANGE, SQLITE_TOOBIG, SQLITE_AUTH -> true;
            default -> false;
        };
    }

    private static Fault of(SQLiteErrorCode code) {
        return switch (code) {
            case SQLITE_CONSTRAINT_UNIQUE, SQLITE_CONSTRAINT_PRIMARYKEY -> Fault.ALREADY_STORED;
            case SQLITE_CONSTRAINT_CHECK, SQLITE_CONSTRAINT_NOTNULL, SQLITE_TOOBIG, SQLITE_MISMATCH ->
                Fault.INVALID_DATA;
            default -> primary(code);
        };
    }

    /** Extended codes keep the primary one in their lowest byte. */
    private static Fault primary(SQLiteErrorCode code) {
        return switch (SQLiteErrorCode.getErrorCode(code.code & 0xFF)) {
            case SQLITE_FULL, SQLITE_BUSY, SQLITE_LOCKED, SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_NOMEM ->
                Fault.REFUSED;
            case SQLITE_CONSTRAINT -> Fault.INVALID_DATA;
            default -> Fault.UNKNOWN;
        };
    }
}
