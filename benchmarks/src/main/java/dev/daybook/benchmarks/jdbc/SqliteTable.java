package dev.daybook.benchmarks.jdbc;

import dev.daybook.benchmarks.daybook.DaybookLog;
import dev.daybook.benchmarks.workload.EventSink;
import dev.daybook.benchmarks.workload.NewEvent;
import dev.daybook.benchmarks.workload.RowCount;
import dev.daybook.event.EventCodec;
import dev.daybook.event.JsonCodec;
import dev.daybook.store.StreamId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * The very table that Daybook makes for itself on SQLite, at the same durability. SQLite has one writer at a time, so there is one
 * connection, which the threads take in turn: that spares them SQLite's own waiting.
 */
public final class SqliteTable implements EventSink {

    private static final String INSERT = """
            INSERT INTO event (version, recorded_at, id, slice, revision, stream, type, correlation_id, data)
            VALUES (?, ?, ?, ?, 1, ?, 'order-placed', ?, ?)
            """;

    private final ReentrantLock lock = new ReentrantLock();
    private final EventCodec json = JsonCodec.standard();
    private final DataSource file;
    private final Connection connection;
    private final PreparedStatement insert;

    private SqliteTable(DataSource file, Connection connection) throws SQLException {
        this.file = file;
        this.connection = connection;
        this.insert = connection.prepareStatement(INSERT);
    }

    /** The empty table. */
    public static SqliteTable create(Path file) throws SQLException {
        DaybookLog.open(file).close();
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        Connection connection = source.getConnection();
        connection.setAutoCommit(false);
        return new SqliteTable(source, connection);
    }

    @Override
    public void append(NewEvent event) throws SQLException {
        append(List.of(event));
    }

    @Override
    public void append(List<NewEvent> events) throws SQLException {
        List<String> payloads =
                events.stream().map(event -> json.write(event.payload())).toList();
        lock.lock();
        try {
            for (int i = 0; i < payloads.size(); i++) {
                bind(events.get(i), payloads.get(i));
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        } finally {
            lock.unlock();
        }
    }

    private void bind(NewEvent event, String payload) throws SQLException {
        insert.setLong(1, event.version());
        insert.setString(2, Instant.now().toString());
        insert.setString(3, event.id().toString());
        insert.setInt(4, StreamId.parse(event.stream()).slice());
        insert.setString(5, event.stream());
        insert.setString(6, event.correlation());
        insert.setString(7, payload);
    }

    @Override
    public long count() throws SQLException {
        return new RowCount(file, "event").count();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
