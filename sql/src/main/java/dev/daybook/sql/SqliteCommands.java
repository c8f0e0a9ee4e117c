package dev.daybook.sql;

import dev.daybook.store.CommandHeader;
import dev.daybook.store.Enqueue;
import dev.daybook.store.Lease;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The statements on commands, outcomes and leases that a writer needs in its transactions, prepared once. */
final class SqliteCommands {

    private static final String LEASE = "SELECT owner FROM lease WHERE name = ? AND epoch = ?";

    private static final String DECIDED = "SELECT id FROM outcome WHERE id IN (SELECT value FROM json_each(?))";

    private static final String WAITING =
            "SELECT id, queue, sequence FROM command WHERE id IN (SELECT value FROM json_each(?))";

    private static final String SCHEDULED =
            "SELECT id FROM scheduled_command WHERE id IN (SELECT value FROM json_each(?))";

    private static final String PARKED = "SELECT id FROM parked WHERE id IN (SELECT value FROM json_each(?))";

    private static final String PENDING = "SELECT pending FROM queue WHERE name = ?";

    private static final String INSERT_COMMAND = """
            INSERT INTO command (sequence, enqueued_at, id, hash, slice, queue, stream, type,
                                 correlation_id, causation_id, payload, metadata)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String INSERT_SCHEDULED = """
            INSERT INTO scheduled_command (sequence, enqueued_at, id, hash, slice, queue, stream, type,
                                           correlation_id, causation_id, payload, metadata, due_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String INSERT_OUTCOME = """
            INSERT INTO outcome (sequence, recorded_at, id, hash, version, position, stream, type, verdict, code, reason,
                                 correlation_id, causation_id, metadata)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private static final String DELETE_COMMAND = "DELETE FROM command WHERE queue = ? AND sequence = ?";

    private static final String DELETE_SCHEDULED = "DELETE FROM scheduled_command WHERE id = ?";

    private static final String DELETE_PARKED = "DELETE FROM parked WHERE id = ?";

    private static final String CHANGE_QUEUE = """
            INSERT INTO queue (name, pending, revision)
            VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE
               SET pending = pending + excluded.pending, revision = revision + excluded.revision
            """;

    private final PreparedStatement lease;
    private final PreparedStatement decided;
    private final PreparedStatement waiting;
    private final PreparedStatement scheduled;
    private final PreparedStatement parked;
    private final PreparedStatement pending;
    private final PreparedStatement insertCommand;
    private final PreparedStatement insertScheduled;
    private final PreparedStatement insertOutcome;
    private final PreparedStatement deleteCommand;
    private final PreparedStatement deleteScheduled;
    private final PreparedStatement deleteParked;
    private final PreparedStatement changeQueue;

    SqliteCommands(Connection connection) throws SQLException {
        this.lease = connection.prepareStatement(LEASE);
        this.decided = connection.prepareStatement(DECIDED);
        this.waiting = connection.prepareStatement(WAITING);
        this.scheduled = connection.prepareStatement(SCHEDULED);
        this.parked = connection.prepareStatement(PARKED);
        this.pending = connection.prepareStatement(PENDING);
        this.insertCommand = connection.prepareStatement(INSERT_COMMAND);
        this.insertScheduled = connection.prepareStatement(INSERT_SCHEDULED);
        this.insertOutcome = connection.prepareStatement(INSERT_OUTCOME);
        this.deleteCommand = connection.prepareStatement(DELETE_COMMAND);
        this.deleteScheduled = connection.prepareStatement(DELETE_SCHEDULED);
        this.deleteParked = connection.prepareStatement(DELETE_PARKED);
        this.changeQueue = connection.prepareStatement(CHANGE_QUEUE);
    }

    boolean isHeld(Lease held) throws SQLException {
        lease.setString(1, held.name());
        lease.setLong(2, held.epoch());
        try (ResultSet row = lease.executeQuery()) {
            return row.next() && row.getString(1) != null;
        }
    }

    /** What there is of these commands. */
    SqliteKnownCommands known(Collection<UUID> ids) throws SQLException {
        if (ids.isEmpty()) {
            return SqliteKnownCommands.none();
        }
        String texts = JsonTexts.array(ids);
        Map<UUID, QueuedCommand.Ticket> places = new HashMap<>();
        waiting.setString(1, texts);
        try (ResultSet row = waiting.executeQuery()) {
            while (row.next()) {
                places.put(
                        UUID.fromString(row.getString(1)), new QueuedCommand.Ticket(row.getString(2), row.getLong(3)));
            }
        }
        return new SqliteKnownCommands(among(decided, texts), places, among(scheduled, texts), among(parked, texts));
    }

    private static Set<UUID> among(PreparedStatement statement, String ids) throws SQLException {
        Set<UUID> found = new HashSet<>();
        statement.setString(1, ids);
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add(UUID.fromString(row.getString(1)));
            }
        }
        return found;
    }

    long pending(String queue) throws SQLException {
        pending.setString(1, queue);
        try (ResultSet row = pending.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    void add(Enqueue enqueue, long sequence, String enqueuedAt) throws SQLException {
        bind(insertCommand, enqueue, sequence, enqueuedAt);
        insertCommand.addBatch();
    }

    void addScheduled(Enqueue enqueue, long sequence, String enqueuedAt, Instant due) throws SQLException {
        bind(insertScheduled, enqueue, sequence, enqueuedAt);
        insertScheduled.setString(13, SqliteColumns.text(due));
        insertScheduled.addBatch();
    }

    private static void bind(PreparedStatement statement, Enqueue enqueue, long sequence, String enqueuedAt)
            throws SQLException {
        CommandHeader command = enqueue.command().header();
        statement.setLong(1, sequence);
        statement.setString(2, enqueuedAt);
        statement.setString(3, command.id().toString());
        statement.setString(4, command.hash().hex());
        String stream = command.stream().toString();
        statement.setInt(5, StreamId.sliceOf(stream));
        statement.setString(6, enqueue.queue());
        statement.setString(7, stream);
        statement.setString(8, command.type());
        statement.setString(9, command.metadata().correlation().orElse(null));
        statement.setString(10, command.metadata().causation().orElse(null));
        statement.setString(11, enqueue.command().payload());
        statement.setString(12, MetadataJson.write(command.metadata()));
    }

    void addOutcome(CommandHeader command, VerdictColumns verdict, long sequence, String recordedAt)
            throws SQLException {
        insertOutcome.setLong(1, sequence);
        insertOutcome.setString(2, recordedAt);
        insertOutcome.setString(3, command.id().toString());
        insertOutcome.setString(4, command.hash().hex());
        insertOutcome.setObject(5, verdict.version());
        insertOutcome.setObject(6, verdict.position());
        insertOutcome.setString(7, command.stream().toString());
        insertOutcome.setString(8, command.type());
        insertOutcome.setString(9, verdict.verdict());
        insertOutcome.setString(10, verdict.code());
        insertOutcome.setString(11, verdict.reason());
        insertOutcome.setString(12, command.metadata().correlation().orElse(null));
        insertOutcome.setString(13, command.metadata().causation().orElse(null));
        insertOutcome.setString(14, MetadataJson.write(command.metadata()));
        insertOutcome.addBatch();
    }

    void remove(QueuedCommand.Ticket place) throws SQLException {
        deleteCommand.setString(1, place.queue());
        deleteCommand.setLong(2, place.sequence());
        deleteCommand.addBatch();
    }

    void removeScheduled(UUID id) throws SQLException {
        deleteScheduled.setString(1, id.toString());
        deleteScheduled.addBatch();
    }

    void removeParked(UUID id) throws SQLException {
        deleteParked.setString(1, id.toString());
        deleteParked.addBatch();
    }

    void changeQueue(String queue, long pendingMore, int revisions) throws SQLException {
        changeQueue.setString(1, queue);
        changeQueue.setLong(2, pendingMore);
        changeQueue.setInt(3, revisions);
        changeQueue.addBatch();
    }

    /** Does all that was added, removed and changed since the last time. */
    void flush() throws SQLException {
        deleteCommand.executeBatch();
        deleteScheduled.executeBatch();
        deleteParked.executeBatch();
        insertCommand.executeBatch();
        insertScheduled.executeBatch();
        insertOutcome.executeBatch();
        changeQueue.executeBatch();
    }

    /** Forgets what was not flushed. */
    void clear() throws SQLException {
        deleteCommand.clearBatch();
        deleteScheduled.clearBatch();
        deleteParked.clearBatch();
        insertCommand.clearBatch();
        insertScheduled.clearBatch();
        insertOutcome.clearBatch();
        changeQueue.clearBatch();
    }
}
