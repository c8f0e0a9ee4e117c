package dev.daybook.sql;

import dev.daybook.store.ParkedEvent;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Stores the progress of subscriptions within somebody's transaction. Safe for use by many threads. */
final class ProgressWriter {

    private static final String MOVE = """
            UPDATE ${schema}subscription_partition
               SET position = ?
             WHERE subscription = ? AND partition = ? AND position = ? AND epoch = ?
            """;

    private static final String KEPT = """
            SELECT position FROM ${schema}parked_event
             WHERE subscription = ? AND key = ? AND position BETWEEN ? AND ?
            """;

    private static final String FREE =
            "DELETE FROM ${schema}parked_event WHERE subscription = ? AND key = ? AND position = ?";

    private static final String PARK = "INSERT INTO ${schema}parked_event (" + ParkedEventRows.COLUMNS + ")" + """
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (subscription, key, position) DO UPDATE
               SET partition = excluded.partition, state = excluded.state, attempts = excluded.attempts,
                   error = excluded.error, parked_at = excluded.parked_at, retry_at = excluded.retry_at
            """;

    /** To be tried at once: its time is that at which it was kept aside. */
    static final String PROMOTE = """
            UPDATE ${schema}parked_event
               SET state = 'retrying', retry_at = parked_at
             WHERE subscription = ? AND key = ? AND state = 'waiting'
               AND position = (SELECT min(p.position)
                                 FROM ${schema}parked_event p
                                WHERE p.subscription = ? AND p.key = ? AND p.state <> 'skipped')
            """;

    private final Dialect dialect;
    private final ParkedEventRows rows;

    ProgressWriter(Dialect dialect) {
        this.dialect = dialect;
        this.rows = new ParkedEventRows(dialect.columns());
    }

    /** Stores the progress, or changes nothing and returns false if it does not fit. */
    boolean move(Connection connection, Progress progress) throws SQLException {
        if (!progress.freed().isEmpty()
                && !(moved(connection, progress, progress.from()) && areKept(connection, progress))) {
            return false;
        }
        if (!moved(connection, progress, progress.to())) {
            return false;
        }
        if (!progress.freed().isEmpty()) {
            free(connection, progress.freed());
        }
        if (!progress.parked().isEmpty()) {
            park(connection, progress.parked());
        }
        promote(connection, progress);
        return true;
    }

    /** Takes the checkpoint's lock, unless another has it, and finds out whether the progress fits; changes nothing. */
    boolean lockIfFree(Connection connection, Progress progress) throws SQLException {
        try (PreparedStatement statement = prepare(connection, dialect.lockCheckpointIfFree())) {
            statement.setString(1, progress.claim().subscription());
            statement.setInt(2, progress.claim().partition());
            statement.setLong(3, progress.from().value());
            statement.setLong(4, progress.claim().epoch());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && areKept(connection, progress);
            }
        }
    }

    /** To where it is already, it takes the row's lock and finds out whether the progress fits. */
    private boolean moved(Connection connection, Progress progress, Position to) throws SQLException {
        try (PreparedStatement statement = prepare(connection, MOVE)) {
            bindMove(statement, progress, to);
            return statement.executeUpdate() == 1;
        }
    }

    private static void bindMove(PreparedStatement statement, Progress progress, Position to) throws SQLException {
        statement.setLong(1, to.value());
        statement.setString(2, progress.claim().subscription());
        statement.setInt(3, progress.claim().partition());
        statement.setLong(4, progress.from().value());
        statement.setLong(5, progress.claim().epoch());
    }

    private boolean areKept(Connection connection, Progress progress) throws SQLException {
        TreeMap<String, TreeSet<Position>> freed = new TreeMap<>();
        for (ParkedEvent event : progress.freed()) {
            freed.computeIfAbsent(event.key(), key -> new TreeSet<>()).add(event.position());
        }
        for (var ofKey : freed.entrySet()) {
            try (PreparedStatement statement = prepare(connection, KEPT)) {
                statement.setString(1, progress.claim().subscription());
                statement.setString(2, ofKey.getKey());
                statement.setLong(3, ofKey.getValue().first().value());
                statement.setLong(4, ofKey.getValue().last().value());
                Set<Position> kept = new HashSet<>(CommandRows.all(statement, row -> Position.of(row.getLong(1))));
                if (!kept.containsAll(ofKey.getValue())) {
                    return false;
                }
            }
        }
        return true;
    }

    private void free(Connection connection, List<ParkedEvent> events) throws SQLException {
        try (PreparedStatement statement = prepare(connection, FREE)) {
            for (ParkedEvent event : events) {
                statement.setString(1, event.subscription());
                statement.setString(2, event.key());
                statement.setLong(3, event.position().value());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void park(Connection connection, List<ParkedEvent> events) throws SQLException {
        try (PreparedStatement statement = prepare(connection, PARK)) {
            for (ParkedEvent event : events) {
                rows.bind(statement, event);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void promote(Connection connection, Progress progress) throws SQLException {
        Set<String> keys = new TreeSet<>();
        progress.parked().forEach(event -> keys.add(event.key()));
        progress.freed().forEach(event -> keys.add(event.key()));
        for (String key : keys) {
            promote(connection, progress.claim().subscription(), key);
        }
    }

    /** Has the first event kept aside for a key tried at once, if it only waited behind another. */
    void promote(Connection connection, String subscription, String key) throws SQLException {
        try (PreparedStatement statement = prepare(connection, PROMOTE)) {
            statement.setString(1, subscription);
            statement.setString(2, key);
            statement.setString(3, subscription);
            statement.setString(4, key);
            statement.executeUpdate();
        }
    }

    /** Moves many checkpoints that have nothing beside them; those that do not fit stay. */
    void pass(Connection connection, List<Progress> progresses) throws SQLException {
        try (PreparedStatement statement = prepare(connection, MOVE)) {
            for (Progress progress : progresses) {
                bindMove(statement, progress, progress.to());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private PreparedStatement prepare(Connection connection, String statement) throws SQLException {
        return connection.prepareStatement(dialect.statements().qualified(statement));
    }
}
