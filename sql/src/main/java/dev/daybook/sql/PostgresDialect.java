package dev.daybook.sql;

import dev.daybook.store.StoredEvent;
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
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** PostgreSQL 15 and later. */
final class PostgresDialect implements Dialect {

    /** Two, so that one group is on its way while another is being carried out; more would only make groups smaller. */
    private static final int WRITERS = 2;

    private static final String BY_IDS = "id = ANY (?)";

    private static final String NOW = "SELECT coalesce(?, clock_timestamp())";

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
    public Fault faultOf(SQLException error) {
        return PostgresFaults.of(error);
    }

    @Override
    public Announcements listen(Connection connection, Shutdown shutdown) throws SQLException {
        return PostgresAnnouncements.listen(connection, channel);
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

    Duration answerTimeout() {
        return answerTimeout;
    }
}
