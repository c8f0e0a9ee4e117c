package dev.daybook.sql;

import dev.daybook.sql.CommitGroup.Written;
import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.EventType;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One {@code BEGIN IMMEDIATE} transaction for each group, with statements prepared once. */
final class SqliteWriteConnection implements WriteConnection {

    private static final String HEAD = "SELECT position, recorded_at, commands, outcomes FROM head";

    private static final String MOVE_HEAD = "UPDATE head SET position = ?, recorded_at = ?, commands = ?, outcomes = ?";

    private static final String VERSION = "SELECT version FROM event WHERE stream = ? ORDER BY version DESC LIMIT 1";

    private static final String INSERT = """
            INSERT INTO event (position, version, recorded_at, id, slice, revision, stream, type,
                               correlation_id, causation_id, data, metadata)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String NEW_TYPE =
            "INSERT INTO event_type (type, revision) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private final Connection connection;
    private final SqliteDialect dialect;
    private final PreparedStatement head;
    private final PreparedStatement moveHead;
    private final PreparedStatement version;
    private final PreparedStatement insert;
    private final PreparedStatement newType;
    private final SqliteCommands commands;
    private final RecentVersions recent = new RecentVersions();

    SqliteWriteConnection(Connection connection, SqliteDialect dialect) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        try {
            this.head = connection.prepareStatement(HEAD);
            this.moveHead = connection.prepareStatement(MOVE_HEAD);
            this.version = connection.prepareStatement(VERSION);
            this.insert = connection.prepareStatement(INSERT);
            this.newType = connection.prepareStatement(NEW_TYPE);
            this.commands = new SqliteCommands(connection);
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    @Override
    public Written write(CommitGroup group, boolean newTypes, GroupSteps steps) throws SQLException {
        GroupRun committed = SqliteTransaction.run(connection, dialect.writing(), () -> {
            steps.check(connection, group);
            GroupRun run = begin(group);
            for (int i = 0; i < group.entries().size(); i++) {
                run.commit(i, group.entries().get(i).commit());
            }
            run.finish(newTypes);
            steps.carryOut(connection, group, run.written());
            return run;
        });
        recent.reached(committed.current, committed.position);
        return committed.written();
    }

    private GroupRun begin(CommitGroup group) throws SQLException {
        insert.clearBatch(); // of what a transaction that failed left behind
        commands.clear();
        SqliteKnownCommands known = commands.known(group.commandIds());
        Instant now = dialect.now(connection);
        try (ResultSet row = head.executeQuery()) {
            row.next();
            recent.begin(row.getLong(1));
            String recordedAt = latest(row.getString(2), SqliteColumns.text(now));
            return new GroupRun(
                    row.getLong(1),
                    recordedAt,
                    group.appendCount(),
                    new SqliteCommandRun(
                            commands,
                            known,
                            new SqliteCommandRun.Start(now, recordedAt, row.getLong(3), row.getLong(4))));
        }
    }

    /** Text of this form sorts as time does. */
    private static String latest(String one, String other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    /** The state of a group while its commits are carried out one after another. */
    private final class GroupRun {
        private final String recordedAt;
        private final List<Long> versions;
        private final Map<Integer, LeftOut> leftOut = new HashMap<>();
        private final Set<EventType> types = new HashSet<>();
        private final Map<StreamId, Long> current = new HashMap<>();
        private final SqliteCommandRun queues;
        private final long before;
        private long position;
        private boolean anyAccepted;

        GroupRun(long position, String recordedAt, int appends, SqliteCommandRun queues) {
            this.before = position;
            this.position = position;
            this.recordedAt = recordedAt;
            this.versions = new ArrayList<>(appends);
            this.queues = queues;
        }

        void commit(int index, Commit commit) throws SQLException {
            int first = versions.size();
            boolean fits = true;
            for (Append append : commit.appends()) {
                long actual = versionOf(append.stream());
                versions.add(actual);
                fits &= append.expected().accepts(Version.of(actual));
            }
            LeftOut refused = queues.refuse(commit);
            if (refused == null && !fits) {
                refused = new LeftOut.Conflict();
            }
            if (refused != null) {
                leftOut.put(index, refused);
                queues.skip(commit);
                return;
            }
            Map<StreamId, SqliteCommandRun.Begin> begins =
                    HashMap.newHashMap(commit.appends().size());
            for (int i = 0; i < commit.appends().size(); i++) {
                Append append = commit.appends().get(i);
                begins.put(append.stream(), new SqliteCommandRun.Begin(versions.get(first + i), position));
                insertAll(append, versions.get(first + i));
            }
            queues.carryOut(commit, begins);
            anyAccepted = true;
        }

        void finish(boolean newTypes) throws SQLException {
            if (!anyAccepted) {
                return;
            }
            insert.executeBatch();
            queues.finish();
            moveHead.setLong(1, position);
            moveHead.setString(2, recordedAt);
            moveHead.setLong(3, queues.lastCommand());
            moveHead.setLong(4, queues.lastOutcome());
            moveHead.executeUpdate();
            if (newTypes) {
                addTypes();
            }
        }

        Written written() {
            return new Written(before, versions, queues.lastCommand() + queues.lastOutcome(), leftOut, queues.known());
        }

        private void addTypes() throws SQLException {
            for (EventType type : types) {
                newType.setString(1, type.name());
                newType.setInt(2, type.revision());
                newType.executeUpdate();
            }
        }

        private long versionOf(StreamId stream) throws SQLException {
            Long known = current.get(stream);
            if (known == null) {
                known = recent.of(stream);
            }
            if (known != null) {
                current.put(stream, known);
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
            String stream = append.stream().toString();
            insert.setString(3, recordedAt);
            insert.setInt(5, StreamId.sliceOf(stream));
            insert.setString(7, stream);
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
            current.put(append.stream(), version);
        }
    }

    /** Nothing to fence off: what was sent over a connection of this process ended with it. */
    @Override
    public void fenceOff() {}

    @Override
    public <T> T read(EventReader.Read<T> read) throws SQLException {
        return read.from(connection);
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
