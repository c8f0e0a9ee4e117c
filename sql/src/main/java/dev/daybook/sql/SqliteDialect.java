package dev.daybook.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.daybook.store.EventFilter;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * SQLite in WAL mode: one writer at a time, readers beside it. Writers of this process queue up at a fair lock, since
 * SQLite itself lets those who find the file locked only try again and again; writers of other processes meet in the file.
 */
final class SqliteDialect implements Dialect {

    /** More groups at one time could not be written at one time. */
    private static final int WRITERS = 1;

    /** In KiB. What a writer looks up and changes lies at random in the indexes on streams; it should not be read again and again. */
    private static final String WRITER_CACHE = "PRAGMA cache_size = -65536";

    private static final String BY_IDS = "id IN (SELECT value FROM json_each(?))";

    private static final String OF_TYPES = "(? IS NULL OR type IN (SELECT value FROM json_each(?)))";

    private static final String OF_CATEGORIES =
            "(? IS NULL OR substr(stream, 1, instr(stream, '-') - 1) IN (SELECT value FROM json_each(?)))";

    /** All who write take turns. */
    private static final String LOCK_CHECKPOINT_IF_FREE = """
            SELECT 1
              FROM subscription_partition
             WHERE subscription = ? AND partition = ? AND position = ? AND epoch = ?
            """;

    private static final String TAKE_TURN = """
            UPDATE head
               SET commands = commands + ?, outcomes = outcomes + ?, recorded_at = max(recorded_at, ?)
            RETURNING commands, outcomes, recorded_at
            """;

    private final ColumnTypes columns = new SqliteColumns();
    private final DataSource dataSource;
    private final HikariDataSource pool;
    private final InstantSource clock;
    private final Statements statements = new Statements("");
    private final ReentrantLock writing = new ReentrantLock(true);

    /**
     * @param dataSource opens connections as {@link SqliteFile} sets them up
     * @param readers how many connections may read at one time
     */
    SqliteDialect(DataSource dataSource, int readers, InstantSource clock, Duration patience) {
        this.dataSource = dataSource;
        this.clock = clock;
        HikariConfig config = new HikariConfig();
        config.setPoolName("daybook-sqlite");
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(readers);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(Math.max(250, patience.toMillis()));
        this.pool = new HikariDataSource(config);
    }

    @Override
    public String databaseName() {
        return "SQLite";
    }

    @Override
    public int writers() {
        return WRITERS;
    }

    @Override
    public WriteConnection connectWriter() throws SQLException {
        Connection connection = dataSource.getConnection();
        try (Statement statement = connection.createStatement()) {
            statement.execute(WRITER_CACHE);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return new SqliteWriteConnection(connection, this);
    }

    @Override
    public Connection connect() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public Statements statements() {
        return statements;
    }

    @Override
    public Instant instant(ResultSet row, int column) throws SQLException {
        return SqliteColumns.time(row.getString(column));
    }

    @Override
    public UUID uuid(ResultSet row, int column) throws SQLException {
        return UUID.fromString(row.getString(column));
    }

    @Override
    public List<StoredEvent> find(Connection connection, Collection<UUID> ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(statements.eventsWhere(BY_IDS))) {
            statement.setString(1, JsonTexts.array(ids));
            return EventRows.all(statement, this, ids.size());
        }
    }

    @Override
    public PreparedStatement prepareFiltered(Connection connection, EventFilter filter) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(statements.filtered(OF_TYPES, OF_CATEGORIES));
        for (int index : new int[] {3, 4}) {
            statement.setString(index, names(filter.types()));
        }
        for (int index : new int[] {5, 6}) {
            statement.setString(index, names(filter.categories()));
        }
        return statement;
    }

    private static @Nullable String names(Set<String> names) {
        return names.isEmpty() ? null : JsonTexts.array(names);
    }

    @Override
    public List<StoredEvent> beginnings(Connection connection, Collection<StreamId> streams, int limit)
            throws SQLException {
        List<StoredEvent> events = new ArrayList<>(streams.size());
        try (PreparedStatement statement = connection.prepareStatement(statements.readStream())) {
            for (StreamId stream : streams) {
                statement.setString(1, stream.toString());
                statement.setLong(2, Version.NONE.value());
                statement.setInt(3, limit);
                events.addAll(EventRows.all(statement, this, 1));
            }
        }
        return events;
    }

    @Override
    public Fault faultOf(SQLException error) {
        return SqliteFaults.of(error);
    }

    @Override
    public boolean blamesStatement(SQLException error) {
        return SqliteFaults.blamesStatement(error);
    }

    /** Other processes on the file are seen by polling only. */
    @Override
    public Announcements listen(Connection connection, Shutdown shutdown) {
        return new Announcements() {
            @Override
            public void await(Duration time) {
                shutdown.await(time);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public DocumentDialect documents() {
        return new SqliteDocuments(this);
    }

    @Override
    public ColumnTypes columns() {
        return columns;
    }

    @Override
    public Instant now(Connection connection) {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public String lockCheckpointIfFree() {
        return LOCK_CHECKPOINT_IF_FREE;
    }

    @Override
    public String lockingIfFree() {
        return "";
    }

    @Override
    public Turn takeTurn(Connection connection, int commandCount, int outcomeCount) throws SQLException {
        Instant now = now(connection);
        try (PreparedStatement statement = connection.prepareStatement(TAKE_TURN)) {
            statement.setInt(1, commandCount);
            statement.setInt(2, outcomeCount);
            columns.setTime(statement, 3, now);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Turn(
                        row.getLong(1) - commandCount,
                        row.getLong(2) - outcomeCount,
                        row.getLong(1) + row.getLong(2),
                        columns.time(row, 3),
                        now);
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }

    InstantSource clock() {
        return clock;
    }

    /** Held by whoever writes, from before the transaction to its end. */
    ReentrantLock writing() {
        return writing;
    }
}
