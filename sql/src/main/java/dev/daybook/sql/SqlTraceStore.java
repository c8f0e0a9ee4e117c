package dev.daybook.sql;

import dev.daybook.store.CommandState;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.TraceStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** An index of correlation ids, filled behind the log under the lock of its checkpoint. */
final class SqlTraceStore implements TraceStore {

    /** Takes the lock, so that those who index at the same time take turns, and leaves the log alone. */
    private static final String LOCK =
            "UPDATE ${schema}trace_checkpoint SET events = events RETURNING events, outcomes";

    private static final String HEAD = "SELECT position, outcomes FROM ${schema}head";

    private static final String INDEX_EVENTS = """
            INSERT INTO ${schema}trace (correlation_id, kind, sequence)
            SELECT e.correlation_id, 'event', e.position
              FROM ${schema}event e
             WHERE e.position > ? AND e.position <= ? AND e.correlation_id IS NOT NULL
            """;

    /** A command that came without a correlation id has its own id as one, by which its outcome is found without this. */
    private static final String INDEX_OUTCOMES = """
            INSERT INTO ${schema}trace (correlation_id, kind, sequence)
            SELECT o.correlation_id, 'outcome', o.sequence
              FROM ${schema}outcome o
             WHERE o.sequence > ? AND o.sequence <= ? AND o.correlation_id <> CAST(o.id AS text)
            """;

    private static final String MOVE = "UPDATE ${schema}trace_checkpoint SET events = ?, outcomes = ?";

    private static final String EVENTS = """
             position IN (SELECT t.sequence FROM ${schema}trace t
                           WHERE t.correlation_id = ? AND t.kind = 'event'
                           ORDER BY t.sequence
                           LIMIT ?)
             ORDER BY position
            """;

    /** About how many events belong to one request. */
    private static final int SOME = 10;

    /** Positions of events and sequences of outcomes. */
    private record Reach(long events, long outcomes) {

        Reach plus(int limit, Reach atMost) {
            return new Reach(Math.min(events + limit, atMost.events), Math.min(outcomes + limit, atMost.outcomes));
        }
    }

    private final Dialect dialect;
    private final Writes writes;
    private final EventReader reader;
    private final CommandReader commands;

    SqlTraceStore(Dialect dialect, Writes writes, EventReader reader, CommandReader commands) {
        this.dialect = dialect;
        this.writes = writes;
        this.reader = reader;
        this.commands = commands;
    }

    private PreparedStatement prepare(Connection connection, String statement) throws SQLException {
        return dialect.columns().prepareAnew(connection, dialect.statements().qualified(statement));
    }

    @Override
    public boolean index(int limit) {
        EventReader.requirePositive(limit);
        return writes.run("Indexing correlation ids", connection -> {
            Reach from = reach(connection, LOCK);
            Reach head = reach(connection, HEAD);
            Reach to = from.plus(limit, head);
            if (!to.equals(from)) {
                execute(connection, INDEX_EVENTS, from.events(), to.events());
                execute(connection, INDEX_OUTCOMES, from.outcomes(), to.outcomes());
                execute(connection, MOVE, to.events(), to.outcomes());
            }
            return to.equals(head);
        });
    }

    private Reach reach(Connection connection, String statementText) throws SQLException {
        try (PreparedStatement statement = prepare(connection, statementText);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Reach(row.getLong(1), row.getLong(2));
        }
    }

    private void execute(Connection connection, String statementText, long first, long second) throws SQLException {
        try (PreparedStatement statement = prepare(connection, statementText)) {
            statement.setLong(1, first);
            statement.setLong(2, second);
            statement.executeUpdate();
        }
    }

    @Override
    public Trace find(String correlation, int limit) {
        EventReader.requirePositive(limit);
        return reader.read("a trace", connection -> {
            List<CommandState> states = commands.correlated(connection, correlation, limit);
            String events = dialect.statements().eventsWhere(EVENTS);
            try (PreparedStatement statement = dialect.columns().prepareAnew(connection, events)) {
                statement.setString(1, correlation);
                statement.setInt(2, limit);
                List<StoredEvent> found = EventRows.all(statement, dialect, SOME);
                return new Trace(states, found);
            }
        });
    }
}
