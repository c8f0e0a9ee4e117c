package dev.daybook.sql;

import dev.daybook.sql.CommitGroup.Written;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code commit_group} for each group; the database's own transaction around the call is the commit. A group that
 * does more than that is a transaction of several statements, which has the head locked from its first one.
 */
final class PostgresWriteConnection implements WriteConnection {

    private static final String COMMIT_EVENTS = """
            SELECT o_fence, o_position, o_versions, o_changes, o_left_out, o_reasons, o_details, o_pending, o_known
              FROM ${schema}commit_group(
                   p_fence => ?, p_at => ?, p_channel => ?,
                   p_new_types => ?, p_streams => ?, p_commit_appends => ?,
                   p_append_stream => ?, p_append_expected => ?, p_append_events => ?,
                   p_event_append => ?, p_event_index => ?, p_event_slice => ?,
                   p_event_type => ?, p_event_revision => ?, p_event_id => ?,
                   p_event_correlation => ?, p_event_causation => ?,
                   p_event_data => ?, p_event_metadata => ?)
            """;

    private static final String COMMIT_GROUP = """
            SELECT o_fence, o_position, o_versions, o_changes, o_left_out, o_reasons, o_details, o_pending, o_known
              FROM ${schema}commit_group(
                   p_fence => ?, p_at => ?, p_channel => ?,
                   p_new_types => ?, p_streams => ?, p_commit_appends => ?,
                   p_append_stream => ?, p_append_expected => ?, p_append_events => ?,
                   p_event_append => ?, p_event_index => ?, p_event_slice => ?,
                   p_event_type => ?, p_event_revision => ?, p_event_id => ?,
                   p_event_correlation => ?, p_event_causation => ?,
                   p_event_data => ?, p_event_metadata => ?,
                   p_lease_commit => ?, p_lease_name => ?, p_lease_epoch => ?,
                   p_outcome_commit => ?, p_outcome_event => ?, p_outcome_id => ?, p_outcome_hash => ?,
                   p_outcome_type => ?, p_outcome_stream => ?, p_outcome_verdict => ?,
                   p_outcome_version => ?, p_outcome_position => ?, p_outcome_code => ?, p_outcome_reason => ?,
                   p_outcome_correlation => ?, p_outcome_causation => ?, p_outcome_metadata => ?,
                   p_queues => ?, p_enqueue_commit => ?, p_enqueue_queue => ?,
                   p_enqueue_capacity => ?, p_enqueue_due => ?, p_enqueue_id => ?, p_enqueue_hash => ?,
                   p_enqueue_slice => ?, p_enqueue_type => ?, p_enqueue_stream => ?,
                   p_enqueue_correlation => ?, p_enqueue_causation => ?,
                   p_enqueue_payload => ?, p_enqueue_metadata => ?)
            """;

    private static final int FIRST_EVENT_PARAMETER = 5;
    private static final int FIRST_COMMAND_PARAMETER = 20;

    private static final String MOVE_FENCE = "UPDATE ${schema}head SET fence = fence + 1 RETURNING fence";

    private static final String LOCK_HEAD = "SELECT fence FROM ${schema}head FOR UPDATE";

    /**
     * Waiting for a lock for longer than the client waits would leave a session behind that nobody listens to; and one whose
     * client is gone in the middle of a transaction must not keep the head from others.
     */
    private static final String TIMEOUTS = """
            SELECT set_config('lock_timeout', ?, false), set_config('idle_in_transaction_session_timeout', ?, false)
            """;

    private static final String RESET_TIMEOUTS = "RESET lock_timeout; RESET idle_in_transaction_session_timeout";

    private static final int FENCES_IN_A_ROW = 100;

    private static final String NOTIFY = "SELECT pg_notify(?, '')";

    /** A NOTIFY in every group would cost more than it tells. */
    private static final long NOTIFY_INTERVAL_NANOS = 10_000_000;

    private final Connection connection;
    private final PostgresDialect dialect;
    private final PreparedStatement commitEvents;
    private final PreparedStatement commitGroup;
    private long notifiedAt = System.nanoTime() - NOTIFY_INTERVAL_NANOS;
    private boolean unannounced;
    private int isolationBefore = Connection.TRANSACTION_READ_COMMITTED;

    PostgresWriteConnection(Connection connection, PostgresDialect dialect) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        try {
            setUp();
            this.commitEvents = connection.prepareStatement(dialect.statements().qualified(COMMIT_EVENTS));
            this.commitGroup = connection.prepareStatement(dialect.statements().qualified(COMMIT_GROUP));
        } catch (SQLException e) {
            discard();
            throw e;
        }
    }

    private void setUp() throws SQLException {
        isolationBefore = connection.getTransactionIsolation();
        if (isolationBefore != Connection.TRANSACTION_READ_COMMITTED) {
            // The function must see what was committed while it waited for the head.
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
        try (PreparedStatement statement = connection.prepareStatement(TIMEOUTS)) {
            statement.setString(1, dialect.lockTimeout());
            statement.setString(2, dialect.idleTimeout());
            statement.execute();
        }
    }

    @Override
    public Written write(CommitGroup group, boolean newTypes, GroupSteps steps) throws SQLException {
        if (!steps.concern(group)) {
            return commit(group, newTypes);
        }
        connection.setAutoCommit(false);
        try {
            lockHead();
            steps.check(connection, group);
            Written written = commit(group, newTypes);
            steps.carryOut(connection, group, written);
            connection.commit();
            return written;
        } catch (SQLException | RuntimeException | Error e) {
            rollBack(e);
            throw e;
        } finally {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
            }
        }
    }

    /** Whatever was sent earlier over another connection is over once the head is locked, so its fence is the one to go by. */
    private void lockHead() throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement(dialect.statements().qualified(LOCK_HEAD));
                ResultSet row = statement.executeQuery()) {
            row.next();
            dialect.fence().set(row.getLong(1));
        }
    }

    private void rollBack(Throwable error) {
        unannounced = true; // what was told in this transaction was not heard
        try {
            connection.rollback();
        } catch (SQLException e) {
            error.addSuppressed(e);
            discard(); // its transaction ends with it
        }
    }

    private Written commit(CommitGroup group, boolean newTypes) throws SQLException {
        long now = System.nanoTime();
        boolean announce = now - notifiedAt >= NOTIFY_INTERVAL_NANOS;
        PreparedStatement statement = bound(group);
        statement.setBoolean(4, newTypes);
        dialect.bindTime(statement, 2);
        statement.setString(3, announce ? dialect.channel() : null);
        Written written = null;
        for (int attempt = 0; written == null; attempt++) {
            if (attempt == FENCES_IN_A_ROW) {
                throw new SQLException("The fence of the store moved " + attempt + " times in a row");
            }
            written = call(statement, group);
        }
        if (written.leftOut().size() == group.entries().size()) {
            return written; // nothing has changed, and nobody was told, also not of what came before
        }
        if (announce) {
            notifiedAt = now;
        }
        unannounced = !announce;
        return written;
    }

    /** The short statement for events alone: what it does not name need not be sent. */
    private PreparedStatement bound(CommitGroup group) throws SQLException {
        PreparedStatement statement = group.onlyAppends() ? commitEvents : commitGroup;
        GroupArrays.of(group).bind(statement, FIRST_EVENT_PARAMETER);
        if (!group.onlyAppends()) {
            CommandArrays.of(group).bind(statement, FIRST_COMMAND_PARAMETER);
        }
        return statement;
    }

    /** Null if the fence had been moved, so that nothing was done. */
    private @Nullable Written call(PreparedStatement statement, CommitGroup group) throws SQLException {
        long fence = dialect.fence().get();
        statement.setLong(1, fence);
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            long actual = row.getLong(1);
            if (actual != fence) {
                dialect.fence().set(actual); // also where it went back, as after a failover
                return null;
            }
            return PostgresGroupAnswer.read(row, group);
        }
    }

    @Override
    public void fenceOff() throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement(dialect.statements().qualified(MOVE_FENCE));
                ResultSet row = statement.executeQuery()) {
            row.next();
            dialect.fence().set(row.getLong(1));
        }
    }

    @Override
    public <T> T read(EventReader.Read<T> read) throws SQLException {
        return read.from(connection);
    }

    @Override
    public long idle() throws SQLException {
        if (!unannounced) {
            return Long.MAX_VALUE;
        }
        long due = notifiedAt + NOTIFY_INTERVAL_NANOS - System.nanoTime();
        if (due > 0) {
            return due;
        }
        try (PreparedStatement statement = connection.prepareStatement(NOTIFY)) {
            statement.setString(1, dialect.channel());
            statement.execute();
        }
        notifiedAt = System.nanoTime();
        unannounced = false;
        return Long.MAX_VALUE;
    }

    @Override
    public void discard() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // Closing lets go of it all the same.
        }
        letGo(); // a pool takes back only what is closed
    }

    @Override
    public void close() {
        try (Statement statement = connection.createStatement()) {
            // A pool lends the connection to others, who do not expect these.
            statement.execute(RESET_TIMEOUTS);
            connection.setTransactionIsolation(isolationBefore);
        } catch (SQLException e) {
            discard();
        }
        letGo();
    }

    private void letGo() {
        try {
            connection.close();
        } catch (SQLException e) {
            // It has been let go of: what it held on the server ends with it.
        }
    }
}
