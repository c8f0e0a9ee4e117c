package dev.daybook.sql;

import dev.daybook.DaybookException;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Writes that do not go through the writer of commits, each in a transaction of its own. Safe for use by many threads. */
final class Writes {

    private final Dialect dialect;
    private final Shutdown shutdown;
    private final Head changes;

    /** @param changes told of every turn that was taken */
    Writes(Dialect dialect, Shutdown shutdown, Head changes) {
        this.dialect = dialect;
        this.shutdown = shutdown;
        this.changes = changes;
    }

    /** What is done in a turn. */
    @FunctionalInterface
    interface InTurn<T> {
        T run(Connection connection, Turn turn) throws SQLException;
    }

    /** A transaction. */
    private interface Write<T> {
        T run() throws SQLException;
    }

    /** Does something in a transaction. */
    <T> T run(String what, DocumentDialect.Work<T> work) {
        return attempt(what, () -> dialect.documents().write(work));
    }

    /** Does something in a transaction that may be silent for a while, and whose statements may take as long. */
    <T> T runStep(String what, Duration limit, DocumentDialect.Work<T> work) {
        return attempt(what, () -> dialect.documents().writeStep(limit, work));
    }

    private <T> T attempt(String what, Write<T> write) {
        if (shutdown.begun()) {
            throw new StoreUnavailableException("The store is closed", Outcome.NOT_STORED);
        }
        try {
            return write.run();
        } catch (SQLException e) {
            throw failed(what, e);
        }
    }

    /** Does something in a transaction that has taken a {@link Dialect#takeTurn turn} first. */
    <T> T inTurn(String what, int commands, int outcomes, InTurn<T> work) {
        AtomicLong reached = new AtomicLong();
        T result = run(what, connection -> {
            Turn turn = dialect.takeTurn(connection, commands, outcomes);
            reached.set(turn.changes());
            return work.run(connection, turn);
        });
        changes.reached(reached.get());
        return result;
    }

    /** What an error of a transaction is to its caller. */
    DaybookException failed(String what, SQLException error) {
        String message = what + " in " + dialect.databaseName() + " failed: " + error.getMessage();
        return switch (dialect.faultOf(error)) {
            case ALREADY_STORED, INVALID_DATA -> new InvalidEventException(message, error);
            case REFUSED -> new StoreUnavailableException(message, Outcome.NOT_STORED, error);
            case UNKNOWN -> new StoreUnavailableException(message, Outcome.UNKNOWN, error);
        };
    }
}
