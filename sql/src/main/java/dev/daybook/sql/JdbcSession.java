package dev.daybook.sql;

import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session on a connection in the midst of a transaction; closed before the transaction ends. */
final class JdbcSession implements SqlSession, AutoCloseable {

    private static final int LARGEST_BATCH = 1_000;

    private final Connection connection;
    private final Dialect dialect;
    private final Statements statements;
    private final JdbcParameters parameters;
    private final @Nullable Duration limit;
    private final long begun = System.nanoTime();
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    private String batched = "";
    private @Nullable PreparedStatement batch;
    private int batchSize;
    private @Nullable RuntimeException failure;
    private boolean closed;

    /** How statements of users become those of the database. */
    @FunctionalInterface
    interface Statements {
        String read(String statement);
    }

    /** What is asked of the database. */
    private interface Call<T> {
        T run() throws SQLException;
    }

    /** @param limit after which nothing is carried out any more; null for none */
    JdbcSession(Connection connection, Dialect dialect, Statements statements, @Nullable Duration limit) {
        this.connection = connection;
        this.dialect = dialect;
        this.statements = statements;
        this.limit = limit;
        this.parameters = new JdbcParameters(dialect.columns());
    }

    @Override
    public void update(String statement, @Nullable Object... values) {
        call(statement, () -> {
            PreparedStatement current = batch;
            if (current == null || !statement.equals(batched)) {
                flush();
                current = prepare(statement);
                batch = current;
                batched = statement;
            }
            parameters.bind(current, values);
            current.addBatch();
            if (++batchSize == LARGEST_BATCH) {
                sendBatch(current);
            }
            return batchSize;
        });
    }

    @Override
    public long updateNow(String statement, @Nullable Object... values) {
        return call(statement, () -> {
            flush();
            PreparedStatement now = prepare(statement);
            parameters.bind(now, values);
            return now.executeLargeUpdate();
        });
    }

    @Override
    public <T> List<T> query(String statement, SqlRow.Reader<T> reader, @Nullable Object... values) {
        return call(statement, () -> {
            flush();
            PreparedStatement query = prepare(statement);
            parameters.bind(query, values);
            List<T> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                SqlRow row = new JdbcRow(rows, dialect.columns());
                while (rows.next()) {
                    found.add(reader.read(row));
                }
            }
            return found;
        });
    }

    /** Carries out what waits; then the session is over. */
    void finish() {
        call(batched, () -> {
            flush();
            return closed;
        });
        close();
    }

    private void flush() throws SQLException {
        PreparedStatement current = batch;
        if (current != null) {
            sendBatch(current);
            batch = null;
        }
    }

    private void sendBatch(PreparedStatement current) throws SQLException {
        if (batchSize > 0) {
            batchSize = 0;
            current.executeBatch();
        }
    }

    private PreparedStatement prepare(String statement) throws SQLException {
        PreparedStatement known = prepared.get(statement);
        if (known == null) {
            known = connection.prepareStatement(statements.read(statement));
            prepared.put(statement, known);
        }
        return known;
    }

    private <T> T call(String statement, Call<T> call) {
        if (closed) {
            throw new SqlStatementException(
                    "This session ended when its handler returned, so this was not carried out: " + statement);
        }
        RuntimeException before = failure;
        if (before != null) {
            throw before; // whoever caught it cannot go on: what the statement did in part would be stored
        }
        if (isOver()) {
            throw keep(new SqlStatementException(tooLong()));
        }
        try {
            T result = call.run();
            if (isOver()) {
                throw new SqlStatementException(tooLong());
            }
            return result;
        } catch (SQLException e) {
            throw keep(failed(batch == null ? statement : batched, e));
        } catch (SqlStatementException e) {
            throw keep(e);
        }
    }

    private boolean isOver() {
        return limit != null && System.nanoTime() - begun > limit.toNanos();
    }

    private String tooLong() {
        return "The step took longer than " + limit
                + ", nothing of it was stored: do less at one event, or allow it more with stepTimeout(…)";
    }

    private RuntimeException keep(RuntimeException error) {
        failure = error;
        return error;
    }

    private RuntimeException failed(String statement, SQLException error) {
        SQLException cause = error.getNextException() != null ? error.getNextException() : error;
        if (dialect.blamesStatement(cause)) {
            return new SqlStatementException(
                    dialect.databaseName() + " refused the statement " + statement.strip() + ": " + cause.getMessage(),
                    cause);
        }
        if (isOver() && dialect.faultOf(cause) == Fault.REFUSED) {
            return new SqlStatementException(tooLong() + ". The last statement was " + statement.strip(), cause);
        }
        return new StoreUnavailableException(
                dialect.databaseName()
                        + " did not carry out a statement of a projection, nothing of this step was stored: "
                        + cause.getMessage(),
                Outcome.NOT_STORED,
                cause);
    }

    @Override
    public void close() {
        closed = true;
        for (PreparedStatement statement : prepared.values()) {
            try {
                statement.close();
            } catch (SQLException e) {
                // It ends with its connection.
            }
        }
        prepared.clear();
    }
}
