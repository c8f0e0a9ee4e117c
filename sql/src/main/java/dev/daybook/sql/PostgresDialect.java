package dev.daybook.sql;

import dev.daybook.store.EventFilter;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** PostgreSQL 15 and later. */
final class PostgresDialect implements Dialect {

    /** Two, so that one group is on its way while another is being carried out; more would only make groups smaller. */
    private static final int WRITERS = 2;

    private static final String BY_IDS = "id = ANY (?)";

    private static final String OF_TYPES = "(?::text[] IS NULL OR type = ANY (?::text[]))";

    private static final String OF_CATEGORIES = "(?::text[] IS NULL OR split_part(stream, '-', 1) = ANY (?::text[]))";

    /** A search in the index for each stream, in one round trip; each is sorted by itself, since they come by ordinal. */
    private static final String BEGINNINGS = """
            SELECT e.position, e.version, e.recorded_at, e.id, e.revision, e.stream, e.type,
                   e.correlation_id, e.causation_id, e.data, e.metadata
              FROM unnest(?::text[]) WITH ORDINALITY AS s (stream, ordinal)
             CROSS JOIN LATERAL (SELECT * FROM ${schema}event
                                  WHERE event.stream = s.stream
                                  ORDER BY event.version
                                  LIMIT ?) AS e
             ORDER BY s.ordinal, e.version
            """;

    private static final String NOW = "SELECT coalesce(?, clock_timestamp())";

    /**
     * A transaction reads what was committed while it waited for a lock, whatever the database's default is; and one whose
     * process is frozen in the middle of it must not keep the head, or a checkpoint, from all others.
     */
    private static final String BOUND = """
            SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
            SELECT set_config('lock_timeout', ?, true), set_config('idle_in_transaction_session_timeout', ?, true)
            """;

    private static final String BOUND_STEP = """
            SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
            SELECT set_config('lock_timeout', ?, true), set_config('idle_in_transaction_session_timeout', ?, true),
                   set_config('statement_timeout', ?, true)
            """;

    /** Well below the time after which a node that gives no sign of life loses its leases. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(5);

    /** So that a client that is not frozen is the first to notice that its step takes too long, and can say so. */
    private static final Duration STEP_GRACE = Duration.ofSeconds(1);

    private static final String LOCK_CHECKPOINT_IF_FREE = """
            SELECT 1
              FROM ${schema}subscription_partition
             WHERE subscription = ? AND partition = ? AND position = ? AND epoch = ?
               FOR UPDATE SKIP LOCKED
            """;

    private static final String TAKE_TURN = """
            UPDATE ${schema}head
               SET commands = commands + ?, outcomes = outcomes + ?,
                   recorded_at = greatest(recorded_at, coalesce(?, clock_timestamp()))
            RETURNING commands, outcomes, recorded_at, coalesce(?, clock_timestamp()), pg_notify(?, '')
            """;

    private final ColumnTypes columns = new PostgresColumns();
    private final DataSource dataSource;
    private final Runnable onClose;
    private final Statements statements;
    private final String channel;
    private final @Nullable InstantSource clock;
    private final Duration answerTimeout;
    private final AtomicLong fence = new AtomicLong();

    /**
     * @param clock for the time of recording, or null for the database's
     * @param answerTimeout how long the database may take to answer before the connection is taken for broken
     */
    PostgresDialect(
            DataSource dataSource,
            Runnable onClose,
            String schema,
            @Nullable InstantSource clock,
            Duration answerTimeout) {
        this.dataSource = dataSource;
        this.onClose = onClose;
        this.statements = new Statements('"' + schema + "\".");
        this.channel = "daybook_" + schema;
        this.clock = clock;
        this.answerTimeout = answerTimeout;
    }

    @Override
    public String databaseName() {
        return "PostgreSQL";
    }

    @Override
    public int writers() {
        return WRITERS;
    }

    @Override
    public WriteConnection connectWriter() throws SQLException {
        return new PostgresWriteConnection(connect(), this);
    }

    @Override
    public Connection connect() throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            connection.setNetworkTimeout(Runnable::run, timeoutMillis(answerTimeout));
            if (!connection.getAutoCommit()) {
                connection.setAutoCommit(true);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static int timeoutMillis(Duration timeout) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
    }

    @Override
    public Statements statements() {
        return statements;
    }

    @Override
    public Instant instant(ResultSet row, int column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    @Override
    public UUID uuid(ResultSet row, int column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    @Override
    public List<StoredEvent> find(Connection connection, Collection<UUID> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(statements.eventsWhere(BY_IDS))) {
            statement.setArray(1, connection.createArrayOf("uuid", ids.toArray()));
            return EventRows.all(statement, this, ids.size());
        }
    }

    @Override
    public PreparedStatement prepareFiltered(Connection connection, EventFilter filter) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(statements.filtered(OF_TYPES, OF_CATEGORIES));
        for (int index : new int[] {3, 4}) {
            statement.setArray(index, names(connection, filter.types()));
        }
        for (int index : new int[] {5, 6}) {
            statement.setArray(index, names(connection, filter.categories()));
        }
        return statement;
    }

    private static @Nullable Array names(Connection connection, Set<String> names) throws SQLException {
        return names.isEmpty() ? null : connection.createArrayOf("text", names.toArray());
    }

    @Override
    public List<StoredEvent> beginnings(Connection connection, Collection<StreamId> streams, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(statements.qualified(BEGINNINGS))) {
            statement.setObject(1, streams.stream().map(StreamId::toString).toArray(String[]::new));
            statement.setInt(2, limit);
            return EventRows.all(statement, this, streams.size());
        }
    }

    @Override
    public Fault faultOf(SQLException error) {
        return PostgresFaults.of(error);
    }

    @Override
    public boolean blamesStatement(SQLException error) {
        return PostgresFaults.blamesStatement(error);
    }

    @Override
    public Announcements listen(Connection connection, Shutdown shutdown) throws SQLException {
        return PostgresAnnouncements.listen(connection, channel, shutdown);
    }

    @Override
    public DocumentDialect documents() {
        return new PostgresDocuments(this);
    }

    @Override
    public ColumnTypes columns() {
        return columns;
    }

    @Override
    public Instant now(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NOW)) {
            bindTime(statement, 1);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return columns.time(row, 1);
            }
        }
    }

    @Override
    public String lockCheckpointIfFree() {
        return LOCK_CHECKPOINT_IF_FREE;
    }

    @Override
    public String lockingIfFree() {
        return " FOR UPDATE SKIP LOCKED";
    }

    @Override
    public Turn takeTurn(Connection connection, int commandCount, int outcomeCount) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(statements.qualified(TAKE_TURN))) {
            statement.setInt(1, commandCount);
            statement.setInt(2, outcomeCount);
            bindTime(statement, 3);
            bindTime(statement, 4);
            statement.setString(5, channel);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Turn(
                        row.getLong(1) - commandCount,
                        row.getLong(2) - outcomeCount,
                        row.getLong(1) + row.getLong(2),
                        columns.time(row, 3),
                        columns.time(row, 4));
            }
        }
    }

    /** Bounds how long the transaction that begins waits for locks, and how long it keeps them for a client that is silent. */
    void bound(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BOUND)) {
            statement.setString(1, lockTimeout());
            statement.setString(2, idleTimeout());
            statement.execute();
        }
    }

    /** The same for a transaction whose client may be silent for some time, and whose statements may take as long. */
    void bound(Connection connection, Duration limit) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, timeoutMillis(answerTimeout.plus(limit)));
        try (PreparedStatement statement = connection.prepareStatement(BOUND_STEP)) {
            statement.setString(1, lockTimeout());
            statement.setString(2, timeoutMillis(limit.plus(STEP_GRACE)) + "ms");
            statement.setString(3, timeoutMillis(limit) + "ms");
            statement.execute();
        }
    }

    /** So that nobody waits on for a lock whose client has given up. */
    String lockTimeout() {
        return timeoutMillis(answerTimeout.dividedBy(2)) + "ms";
    }

    String idleTimeout() {
        Duration half = answerTimeout.dividedBy(2);
        return timeoutMillis(half.compareTo(LONGEST_IDLE) < 0 ? half : LONGEST_IDLE) + "ms";
    }

    /** The configured time, or null for the database's. */
    void bindTime(PreparedStatement statement, int index) throws SQLException {
        if (clock == null) {
            statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
        } else {
            columns.setTime(statement, index, clock.instant());
        }
    }

    @Override
    public void close() {
        onClose.run();
    }

    /** The fence that this process goes by; shared by its writers, since either may move it. */
    AtomicLong fence() {
        return fence;
    }

    String channel() {
        return channel;
    }
}
