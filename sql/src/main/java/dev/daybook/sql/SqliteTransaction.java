package dev.daybook.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteConnectionConfig;

/** A write transaction that takes the file's write lock at its start, so that it can never fail for having read first. */
final class SqliteTransaction {

    private SqliteTransaction() {}

    /** What is done in the transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Runs the work; committed when this returns, rolled back when it throws. */
    static <T> T run(Connection connection, ReentrantLock writing, Work<T> work) throws SQLException {
        // While the driver commits by itself, it tries to begin and commit a transaction after every statement.
        SQLiteConnectionConfig driver =
                connection.unwrap(SQLiteConnection.class).getConnectionConfig();
        writing.lock();
        try (Statement statement = connection.createStatement()) {
            driver.setAutoCommit(false);
            statement.execute("BEGIN IMMEDIATE");
            try {
                T result = work.run();
                statement.execute("COMMIT");
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(statement, e);
                throw e;
            }
        } finally {
            driver.setAutoCommit(true);
            writing.unlock();
        }
    }

    /** Some errors, a full disk among them, have rolled back already; then there is nothing to roll back. */
    private static void rollBack(Statement statement, Throwable error) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            error.addSuppressed(e);
        }
    }
}
