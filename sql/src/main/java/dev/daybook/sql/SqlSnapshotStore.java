package dev.daybook.sql;

import dev.daybook.store.Position;
import dev.daybook.store.Snapshot;
import dev.daybook.store.SnapshotStore;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/** Snapshots lie beside the log and take no turn with it. */
final class SqlSnapshotStore implements SnapshotStore {

    private static final String LOAD = """
            SELECT version, position, state FROM ${schema}snapshot WHERE stream = ? AND shape = ?
            """;

    private static final String SAVE = """
            INSERT INTO ${schema}snapshot AS s (version, position, taken_at, stream, shape, state)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (stream) DO UPDATE
               SET version = excluded.version, position = excluded.position, taken_at = excluded.taken_at,
                   shape = excluded.shape, state = excluded.state
             WHERE s.shape <> excluded.shape OR s.version <= excluded.version
            """;

    /** All ids of a category lie between it with a hyphen and it with the character after the hyphen. */
    private static final String DROP = """
            DELETE FROM ${schema}snapshot
             WHERE stream IN (SELECT stream FROM ${schema}snapshot
                               WHERE stream > ? AND stream < ?
                               ORDER BY stream
                               LIMIT ?)
            """;

    private final Dialect dialect;
    private final ColumnTypes types;
    private final Writes writes;
    private final EventReader reader;

    SqlSnapshotStore(Dialect dialect, Writes writes, EventReader reader) {
        this.dialect = dialect;
        this.types = dialect.columns();
        this.writes = writes;
        this.reader = reader;
    }

    private PreparedStatement prepare(Connection connection, String statement) throws SQLException {
        return types.prepareAnew(connection, dialect.statements().qualified(statement));
    }

    @Override
    public Optional<Snapshot> load(StreamId stream, String shape) {
        return reader.read("a snapshot", connection -> {
            try (PreparedStatement statement = prepare(connection, LOAD)) {
                statement.setString(1, stream.toString());
                statement.setString(2, shape);
                return CommandRows.all(
                                statement,
                                row -> new Snapshot(
                                        stream,
                                        Version.of(row.getLong(1)),
                                        Position.of(row.getLong(2)),
                                        shape,
                                        row.getString(3)))
                        .stream()
                        .findFirst();
            }
        });
    }

    @Override
    public void save(Snapshot snapshot) {
        writes.run("Saving a snapshot", connection -> {
            try (PreparedStatement statement = prepare(connection, SAVE)) {
                statement.setLong(1, snapshot.version().value());
                statement.setLong(2, snapshot.position().value());
                types.setTime(statement, 3, dialect.now(connection));
                statement.setString(4, snapshot.stream().toString());
                statement.setString(5, snapshot.shape());
                types.setJson(statement, 6, snapshot.state());
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public int drop(String category, int limit) {
        EventReader.requirePositive(limit);
        return writes.run("Dropping snapshots", connection -> {
            try (PreparedStatement statement = prepare(connection, DROP)) {
                statement.setString(1, category + '-');
                statement.setString(2, category + (char) ('-' + 1));
                statement.setInt(3, limit);
                return statement.executeUpdate();
            }
        });
    }
}
