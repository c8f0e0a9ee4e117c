package dev.daybook.sql;

import dev.daybook.store.Position;
import dev.daybook.store.Snapshot;
import dev.daybook.store.SnapshotStore;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Snapshots lie beside the log and take no turn with it. */
final class SqlSnapshotStore implements SnapshotStore {

    /** Times are four digits of a year and more: what lies beyond these is beyond all events. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final String AT_VERSION = """
            SELECT version, position, recorded_at, state
              FROM ${schema}snapshot
             WHERE stream = ? AND shape = ? AND version <= ?
             ORDER BY version DESC
             LIMIT 1
            """;

    /** Reads the few of a stream from the latest back, since times lie in the order of versions. */
    private static final String AT_TIME = """
            SELECT version, position, recorded_at, state
              FROM ${schema}snapshot
             WHERE stream = ? AND shape = ? AND recorded_at <= ?
             ORDER BY version DESC
             LIMIT 1
            """;

    private static final String FORGET_OTHER_SHAPES = "DELETE FROM ${schema}snapshot WHERE stream = ? AND shape <> ?";

    private static final String SAVE = """
            INSERT INTO ${schema}snapshot (version, position, recorded_at, taken_at, stream, shape, state)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (stream, version) DO UPDATE
               SET position = excluded.position, recorded_at = excluded.recorded_at, taken_at = excluded.taken_at,
                   shape = excluded.shape, state = excluded.state
            """;

    private static final String THIN_OUT = """
            DELETE FROM ${schema}snapshot
             WHERE stream = ?
               AND version = (SELECT version
                                FROM (SELECT version,
                                             lead(version) OVER w - coalesce(lag(version) OVER w, 0) AS gap,
                                             count(*) OVER () AS kept
                                        FROM ${schema}snapshot
                                       WHERE stream = ?
                                      WINDOW w AS (ORDER BY version)) AS s
                               WHERE kept > ? AND gap IS NOT NULL
                               ORDER BY gap, version
                               LIMIT 1)
            """;

    /** All ids of a category lie between it with a hyphen and it with the character after the hyphen. */
    private static final String DROP = """
            DELETE FROM ${schema}snapshot
             WHERE (stream, version) IN (SELECT stream, version FROM ${schema}snapshot
                                          WHERE stream > ? AND stream < ?
                                          ORDER BY stream, version
                                          LIMIT ?)
            """;

    /** Says up to where snapshots are looked at. */
    @FunctionalInterface
    private interface Bound {
        void set(PreparedStatement statement, int index) throws SQLException;
    }

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
    public Optional<Snapshot> load(StreamId stream, String shape, Version atMost) {
        return load(AT_VERSION, stream, shape, (statement, index) -> statement.setLong(index, atMost.value()));
    }

    @Override
    public Optional<Snapshot> load(StreamId stream, String shape, Instant atMost) {
        Instant bound = atMost.isBefore(EARLIEST) ? EARLIEST : atMost.isAfter(LATEST) ? LATEST : atMost;
        return load(AT_TIME, stream, shape, (statement, index) -> types.setTime(statement, index, bound));
    }

    private Optional<Snapshot> load(String select, StreamId stream, String shape, Bound bound) {
        return reader.read("a snapshot", connection -> {
            try (PreparedStatement statement = prepare(connection, select)) {
                statement.setString(1, stream.toString());
                statement.setString(2, shape);
                bound.set(statement, 3);
                return CommandRows.all(
                                statement,
                                row -> new Snapshot(
                                        stream,
                                        Version.of(row.getLong(1)),
                                        Position.of(row.getLong(2)),
                                        types.time(row, 3),
                                        shape,
                                        row.getString(4)))
                        .stream()
                        .findFirst();
            }
        });
    }

    /** Each step is a transaction of its own: in one, those who save at once could wait for each other in a circle. */
    @Override
    public void save(Snapshot snapshot, int keep) {
        EventReader.requirePositive(keep);
        writes.run("Saving a snapshot", connection -> insert(connection, snapshot));
        writes.run("Forgetting snapshots of other shapes", connection -> forgetOtherShapes(connection, snapshot));
        int forgotten;
        do {
            forgotten =
                    writes.run("Thinning out snapshots", connection -> thinOut(connection, snapshot.stream(), keep));
        } while (forgotten > 0);
    }

    private int forgetOtherShapes(Connection connection, Snapshot snapshot) throws SQLException {
        try (PreparedStatement statement = prepare(connection, FORGET_OTHER_SHAPES)) {
            statement.setString(1, snapshot.stream().toString());
            statement.setString(2, snapshot.shape());
            return statement.executeUpdate();
        }
    }

    private int insert(Connection connection, Snapshot snapshot) throws SQLException {
        try (PreparedStatement statement = prepare(connection, SAVE)) {
            statement.setLong(1, snapshot.version().value());
            statement.setLong(2, snapshot.position().value());
            types.setTime(statement, 3, snapshot.recordedAt());
            types.setTime(statement, 4, dialect.now(connection));
            statement.setString(5, snapshot.stream().toString());
            statement.setString(6, snapshot.shape());
            types.setJson(statement, 7, snapshot.state());
            return statement.executeUpdate();
        }
    }

    private int thinOut(Connection connection, StreamId stream, int keep) throws SQLException {
        try (PreparedStatement statement = prepare(connection, THIN_OUT)) {
            statement.setString(1, stream.toString());
            statement.setString(2, stream.toString());
            statement.setInt(3, keep);
            return statement.executeUpdate();
        }
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
