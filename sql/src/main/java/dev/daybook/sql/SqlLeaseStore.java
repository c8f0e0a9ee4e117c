package dev.daybook.sql;

import dev.daybook.store.Lease;
import dev.daybook.store.LeaseStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Leases change hands in turns, signs of life need none. */
final class SqlLeaseStore implements LeaseStore {

    private static final Duration KEPT_WHEN_DEAD = Duration.ofHours(1);

    private static final String LIVE = """
            INSERT INTO ${schema}node (name, alive_until)
            VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET alive_until = excluded.alive_until
            """;

    private static final String FORGET_NODES = "DELETE FROM ${schema}node WHERE alive_until < ?";

    private static final String FORGET_NODE = "DELETE FROM ${schema}node WHERE name = ?";

    private static final String LIVING = "SELECT name FROM ${schema}node WHERE alive_until > ? ORDER BY name";

    private static final String HELD_BY = "SELECT name, epoch FROM ${schema}lease WHERE owner = ?";

    private static final String HELD_BY_LIVING = """
            SELECT l.name FROM ${schema}lease l JOIN ${schema}node n ON n.name = l.owner WHERE n.alive_until > ?
            """;

    private static final String ACQUIRE = """
            INSERT INTO ${schema}lease AS l (name, owner, epoch)
            VALUES (?, ?, 1)
            ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, epoch = l.epoch + 1
             WHERE l.owner IS NULL
                OR NOT EXISTS (SELECT 1 FROM ${schema}node n WHERE n.name = l.owner AND n.alive_until > ?)
            RETURNING epoch
            """;

    private static final String RELEASE = """
            UPDATE ${schema}lease SET owner = NULL WHERE name = ? AND epoch = ? AND owner = ?
            """;

    private static final String RELEASE_ALL = "UPDATE ${schema}lease SET owner = NULL WHERE owner = ?";

    private final Dialect dialect;
    private final ColumnTypes types;
    private final Writes writes;
    private final EventReader reader;

    SqlLeaseStore(Dialect dialect, Writes writes, EventReader reader) {
        this.dialect = dialect;
        this.types = dialect.columns();
        this.writes = writes;
        this.reader = reader;
    }

    private PreparedStatement prepare(Connection connection, String statement) throws SQLException {
        return connection.prepareStatement(dialect.statements().qualified(statement));
    }

    @Override
    public Membership heartbeat(String node, Duration ttl) {
        return writes.run("A sign of life", connection -> {
            Instant now = dialect.now(connection);
            try (PreparedStatement statement = prepare(connection, LIVE)) {
                statement.setString(1, node);
                types.setTime(statement, 2, now.plus(ttl));
                statement.executeUpdate();
            }
            try (PreparedStatement statement = prepare(connection, FORGET_NODES)) {
                types.setTime(statement, 1, now.minus(KEPT_WHEN_DEAD));
                statement.executeUpdate();
            }
            return new Membership(living(connection, now), heldBy(connection, node));
        });
    }

    private List<String> living(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement statement = prepare(connection, LIVING)) {
            types.setTime(statement, 1, now);
            return CommandRows.all(statement, row -> row.getString(1));
        }
    }

    private Set<Lease> heldBy(Connection connection, String node) throws SQLException {
        try (PreparedStatement statement = prepare(connection, HELD_BY)) {
            statement.setString(1, node);
            return new HashSet<>(CommandRows.all(statement, row -> new Lease(row.getString(1), row.getLong(2))));
        }
    }

    @Override
    public Set<String> held() {
        return reader.read("leases", connection -> {
            try (PreparedStatement statement = prepare(connection, HELD_BY_LIVING)) {
                types.setTime(statement, 1, dialect.now(connection));
                return new HashSet<>(CommandRows.all(statement, row -> row.getString(1)));
            }
        });
    }

    @Override
    public List<Lease> acquire(String node, Collection<String> names, int limit) {
        Set<String> held = held();
        List<String> free = names.stream().filter(name -> !held.contains(name)).toList();
        if (free.isEmpty() || limit < 1) {
            return List.of(); // without a turn, which would hold up the appends
        }
        return writes.inTurn("Acquiring leases", 1, 0, (connection, turn) -> {
            if (!living(connection, turn.now()).contains(node)) {
                return List.<Lease>of();
            }
            return acquire(connection, turn, node, free, limit);
        });
    }

    private List<Lease> acquire(Connection connection, Turn turn, String node, List<String> free, int limit)
            throws SQLException {
        List<Lease> acquired = new ArrayList<>();
        try (PreparedStatement statement = prepare(connection, ACQUIRE)) {
            for (String name : free) {
                statement.setString(1, name);
                statement.setString(2, node);
                types.setTime(statement, 3, turn.now());
                try (ResultSet row = statement.executeQuery()) {
                    if (row.next()) {
                        acquired.add(new Lease(name, row.getLong(1)));
                    }
                }
                if (acquired.size() == limit) {
                    break;
                }
            }
        }
        return acquired;
    }

    @Override
    public void release(String node, Collection<Lease> leases) {
        if (leases.isEmpty()) {
            return;
        }
        writes.inTurn("Releasing leases", 1, 0, (connection, turn) -> {
            try (PreparedStatement statement = prepare(connection, RELEASE)) {
                for (Lease lease : leases) {
                    statement.setString(1, lease.name());
                    statement.setLong(2, lease.epoch());
                    statement.setString(3, node);
                    statement.addBatch();
                }
                return statement.executeBatch();
            }
        });
    }

    @Override
    public void leave(String node) {
        writes.inTurn("Leaving", 1, 0, (connection, turn) -> {
            int released = 0;
            for (String statementText : List.of(RELEASE_ALL, FORGET_NODE)) {
                try (PreparedStatement statement = prepare(connection, statementText)) {
                    statement.setString(1, node);
                    released += statement.executeUpdate();
                }
            }
            return released;
        });
    }
}
