package dev.daybook.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What happens to commands and outcomes as time goes by. */
final class CommandSchedule {

    private static final String CANCEL = "DELETE FROM ${schema}scheduled_command WHERE id = ? AND due_at > ?";

    private static final String NEXT_DUE = "SELECT due_at FROM ${schema}scheduled_command ORDER BY due_at LIMIT 1";

    private static final String DUE = """
            SELECT queue, sequence
              FROM ${schema}scheduled_command
             WHERE due_at <= ?
             ORDER BY due_at, sequence
             LIMIT ?
            """;

    private static final String RELEASE = """
            INSERT INTO ${schema}command (sequence, enqueued_at, id, hash, slice, queue, stream, type,
                                          correlation_id, causation_id, payload, metadata)
            SELECT ?, ?, s.id, s.hash, s.slice, s.queue, s.stream, s.type,
                   s.correlation_id, s.causation_id, s.payload, s.metadata
              FROM ${schema}scheduled_command s
             WHERE s.queue = ? AND s.sequence = ?
            """;

    private static final String REMOVE = "DELETE FROM ${schema}scheduled_command WHERE queue = ? AND sequence = ?";

    private static final String ADD_PENDING = """
            INSERT INTO ${schema}queue AS q (name, pending, revision)
            VALUES (?, ?, 0)
            ON CONFLICT (name) DO UPDATE SET pending = q.pending + excluded.pending
            """;

    private static final String OLDEST_OUTCOMES = """
            SELECT max(o.sequence), count(*)
              FROM (SELECT sequence, recorded_at FROM ${schema}outcome ORDER BY sequence LIMIT ?) AS o
             WHERE o.recorded_at < ?
            """;

    private static final String FORGET_TRACES = """
            DELETE FROM ${schema}trace
             WHERE kind = 'outcome'
               AND (correlation_id, sequence) IN (SELECT o.correlation_id, o.sequence
                                                    FROM ${schema}outcome o
                                                   WHERE o.sequence <= ? AND o.correlation_id IS NOT NULL)
            """;

    private static final String FORGET_OUTCOMES = "DELETE FROM ${schema}outcome WHERE sequence <= ?";

    /** When the next command is due, by a clock that says it is now this time. */
    private record Schedule(Optional<Instant> next, Instant now) {}

    /** A scheduled command. */
    private record Place(String queue, long sequence) {}

    private final Dialect dialect;
    private final ColumnTypes types;
    private final Writes writes;
    private final EventReader reader;

    CommandSchedule(Dialect dialect, Writes writes, EventReader reader) {
        this.dialect = dialect;
        this.types = dialect.columns();
        this.writes = writes;
        this.reader = reader;
    }

    private PreparedStatement prepare(Connection connection, String statement) throws SQLException {
        return types.prepareAnew(connection, dialect.statements().qualified(statement));
    }

    boolean cancel(UUID id) {
        return writes.inTurn("Cancelling a command", 1, 0, (connection, turn) -> {
            try (PreparedStatement statement = prepare(connection, CANCEL)) {
                types.setId(statement, 1, id);
                types.setTime(statement, 2, turn.now());
                return statement.executeUpdate() == 1;
            }
        });
    }

    Optional<Instant> releaseDue(int limit) {
        Schedule seen =
                reader.read("the schedule", connection -> new Schedule(nextDue(connection), dialect.now(connection)));
        if (seen.next().filter(due -> !due.isAfter(seen.now())).isEmpty()) {
            return seen.next(); // without a turn, which would hold up the appends
        }
        return writes.inTurn("Releasing scheduled commands", limit, 0, (connection, turn) -> {
            release(connection, turn, limit);
            return nextDue(connection);
        });
    }

    private Optional<Instant> nextDue(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepare(connection, NEXT_DUE)) {
            return CommandRows.all(statement, row -> types.time(row, 1)).stream()
                    .findFirst();
        }
    }

    private void release(Connection connection, Turn turn, int limit) throws SQLException {
        List<Place> places = due(connection, turn.now(), limit);
        Map<String, Integer> added = new HashMap<>();
        try (PreparedStatement release = prepare(connection, RELEASE);
                PreparedStatement remove = prepare(connection, REMOVE)) {
            long sequence = turn.commands();
            for (Place place : places) {
                release.setLong(1, ++sequence);
                types.setTime(release, 2, turn.recordedAt());
                release.setString(3, place.queue());
                release.setLong(4, place.sequence());
                release.addBatch();
                remove.setString(1, place.queue());
                remove.setLong(2, place.sequence());
                remove.addBatch();
                added.merge(place.queue(), 1, Integer::sum);
            }
            release.executeBatch();
            remove.executeBatch();
        }
        try (PreparedStatement statement = prepare(connection, ADD_PENDING)) {
            for (Map.Entry<String, Integer> queue : added.entrySet()) {
                statement.setString(1, queue.getKey());
                statement.setInt(2, queue.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private List<Place> due(Connection connection, Instant now, int limit) throws SQLException {
        try (PreparedStatement statement = prepare(connection, DUE)) {
            types.setTime(statement, 1, now);
            statement.setInt(2, limit);
            return CommandRows.all(statement, row -> new Place(row.getString(1), row.getLong(2)));
        }
    }

    /** Needs no turn: whoever meets an outcome on its way out takes it as known or as forgotten, either in good order. */
    int forgetOutcomes(Instant before, int limit) {
        return writes.run("Forgetting outcomes", connection -> {
            try (PreparedStatement statement = prepare(connection, OLDEST_OUTCOMES)) {
                statement.setInt(1, limit);
                types.setTime(statement, 2, before);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    long last = row.getLong(1);
                    int count = row.getInt(2);
                    if (count > 0) {
                        forget(connection, FORGET_TRACES, last);
                        forget(connection, FORGET_OUTCOMES, last);
                    }
                    return count;
                }
            }
        });
    }

    private void forget(Connection connection, String statementText, long last) throws SQLException {
        try (PreparedStatement statement = prepare(connection, statementText)) {
            statement.setLong(1, last);
            statement.executeUpdate();
        }
    }
}
