package dev.daybook.sql;

import dev.daybook.sql.CommitGroup.Written;
import dev.daybook.store.Append;
import dev.daybook.store.EventType;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One {@code BEGIN IMMEDIATE} transaction for each group, with statements prepared once. */
final class SqliteWriteConnection implements WriteConnection {

    private static final String HEAD = "SELECT position, recorded_at FROM head";

    private static final String MOVE_HEAD = "UPDATE head SET position = ?, recorded_at = ?";

    private static final String VERSION = "SELECT version FROM event WHERE stream = ? ORDER BY version DESC LIMIT 1";

    private static final String INSERT = """
            INSERT INTO event (position, version, recorded_at, id, slice, revision, stream, type,
                               correlation_id, causation_id, data, metadata)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String NEW_TYPE =
            "INSERT INTO event_type (type, revision) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Connection connection;
    private final SqliteDialect dialect;
    private final PreparedStatement head;
    private final PreparedStatement moveHead;
    private final PreparedStatement version;
    private final PreparedStatement insert;
    private final PreparedStatement newType;

    SqliteWriteConnection(Connection connection, SqliteDialect dialect) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        try {
            this.head = connection.prepareStatement(HEAD);
            this.moveHead = connection.prepareStatement(MOVE_HEAD);
            this.version = connection.prepareStatement(VERSION);
            this.insert = connection.prepareStatement(INSERT);
            this.newType = connection.prepareStatement(NEW_TYPE);
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    @Override
    public Written write(CommitGroup group, boolean newTypes) throws SQLException {
        return SqliteTransaction.run(connection, dialect.writing(), () -> writeInTransaction(group, newTypes));
    }

    private Written writeInTransaction(CommitGroup group, boolean newTypes) throws SQLException {
        long before;
        String recordedAt;
        try (ResultSet row = head.executeQuery()) {
            row.next();
            before = row.getLong(1);
            recordedAt =
                    latest(row.getString(2), MICROSECONDS.format(dialect.clock().instant()));
        }
        GroupRun run = new GroupRun(before, recordedAt, group.appendCount());
        for (int i = 0; i < group.entries().size(); i++) {
            run.commit(i, group.entries().get(i).commit().appends());
        }
        if (run.position > before) {
            moveHead.setLong(1, run.position);
            moveHead.setString(2, recordedAt);
            moveHead.executeUpdate();
        }
        if (newTypes) {
            addTypes(run.types);
        }
        return new Written(before, run.versions, run.conflicts);
    }

    /** Text of this form sorts as time does. */
    private static String latest(String one, String other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private void addTypes(Set<EventType> types) throws SQLException {
        for (EventType type : types) {
            newType.setString(1, type.name());
            newType.setInt(2, type.revision());
            newType.executeUpdate();
        }
    }

    /** The state of a group while its commits are carried out one after another. */
    private final class GroupRun {
        private final String recordedAt;
        private final List<Long> versions;
        private final Set<Integer> conflicts = new HashSet<>();
        private final Set<EventType> types = new HashSet<>();
        private final Map<StreamId, Long> current = new HashMap<>();
        private long position;

        GroupRun(long position, String recordedAt, int appends) {
            this.position = position;
            this.recordedAt = recordedAt;
            this.versions = new ArrayList<>(appends);
        }

        void commit(int index, List<Append> appends) throws SQLException {
            int first = versions.size();
            boolean accepted = true;
            for (int i = 0; i < appends.size(); i++) {
                long actual = versionOf(appends.get(i).stream());
                versions.add(actual);
                accepted &= appends.get(i).expected().accepts(Version.of(actual));
            }
            if (accepted) {
                for (int i = 0; i < appends.size(); i++) {
                    insertAll(appends.get(i), versions.get(first + i));
                }
            } else {
                conflicts.add(index);
            }
        }

        private long versionOf(StreamId stream) throws SQLException {
            Long known = current.get(stream);
            if (known != null) {
                return known;
            }
            version.setString(1, stream.toString());
            try (ResultSet row = version.executeQuery()) {
                long found = row.next() ? row.getLong(1) : 0;
                current.put(stream, found);
                return found;
            }
        }

        private void insertAll(Append append, long versionBefore) throws SQLException {
            long version = versionBefore;
            insert.setString(3, recordedAt);
            insert.setInt(5, append.stream().slice());
            insert.setString(7, append.stream().toString());
            for (SerializedEvent event : append.events()) {
                insert.setLong(1, ++position);
                insert.setLong(2, ++version);
                insert.setString(4, event.id().toString());
                insert.setInt(6, event.type().revision());
                insert.setString(8, event.type().name());
                insert.setString(9, event.metadata().correlation().orElse(null));
                insert.setString(10, event.metadata().causation().orElse(null));
                insert.setString(11, event.data());
                insert.setString(12, MetadataJson.write(event.metadata()));
                insert.addBatch();
                types.add(event.type());
            }
            insert.executeBatch();
            current.put(append.stream(), version);
        }
    }

    /** Nothing to fence off: what was sent over a connection of this process ended with it. */
    @Override
    public void fenceOff() {}

    @Override
    public List<StoredEvent> find(Collection<UUID> ids) throws SQLException {
        return dialect.find(connection, ids);
    }

    @Override
    public long idle() {
        return Long.MAX_VALUE;
    }

    @Override
    public void discard() {
        close();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It has been let go of: an open transaction is rolled back by the next that opens the file.
        }
    }
}
