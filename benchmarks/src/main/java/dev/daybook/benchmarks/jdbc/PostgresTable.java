package dev.daybook.benchmarks.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.daybook.benchmarks.daybook.DaybookLog;
import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.workload.EventSink;
import dev.daybook.benchmarks.workload.NewEvent;
import dev.daybook.benchmarks.workload.RowCount;
import dev.daybook.event.EventCodec;
import dev.daybook.event.JsonCodec;
import dev.daybook.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The very table that Daybook makes for itself, but numbered by a sequence. Every append is one autocommitted statement, and
 * the unique key of stream and version is the check of the expected version.
 */
public final class PostgresTable implements EventSink {

    private static final String NUMBER = "ALTER TABLE event ALTER COLUMN position ADD GENERATED ALWAYS AS IDENTITY";
    private static final String INSERT = """
            INSERT INTO event (version, recorded_at, id, slice, revision, stream, type, correlation_id, data)
            VALUES (?, clock_timestamp(), ?, ?, 1, ?, 'order-placed', ?, ?::json)
            """;
    /** The fastest way into a table that checks its constraints, short of COPY. */
    private static final String INSERT_ARRAYS = """
            INSERT INTO event (version, recorded_at, id, slice, revision, stream, type, correlation_id, data)
            SELECT version, clock_timestamp(), id, slice, 1, stream, 'order-placed', correlation_id, data::json
              FROM unnest(?::bigint[], ?::uuid[], ?::smallint[], ?::text[], ?::text[], ?::text[])
                AS new (version, id, slice, stream, correlation_id, data)
            """;

    private static final int CONNECTIONS_TO_CREATE = 4;

    private final HikariDataSource pool;
    private final EventCodec json = JsonCodec.standard();

    private PostgresTable(HikariDataSource pool) {
        this.pool = pool;
    }

    /** The empty table, in a schema of its own. */
    public static PostgresTable create(PostgresServer server, String schema, int connections) throws SQLException {
        DaybookLog.create(server, schema, CONNECTIONS_TO_CREATE).close();
        HikariDataSource pool = server.pool(schema, connections);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(NUMBER);
        }
        return new PostgresTable(pool);
    }

    @Override
    public void append(NewEvent event) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setLong(1, event.version());
            statement.setObject(2, event.id());
            statement.setInt(3, StreamId.parse(event.stream()).slice());
            statement.setString(4, event.stream());
            statement.setString(5, event.correlation());
            statement.setString(6, json.write(event.payload()));
            statement.executeUpdate();
        }
    }

    @Override
    public void append(List<NewEvent> events) throws SQLException {
        EventArrays arrays = EventArrays.of(events, json);
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT_ARRAYS)) {
            statement.setArray(1, connection.createArrayOf("int8", arrays.versions()));
            statement.setArray(2, connection.createArrayOf("uuid", arrays.ids()));
            statement.setArray(3, connection.createArrayOf("int2", arrays.slices()));
            statement.setArray(4, connection.createArrayOf("text", arrays.streams()));
            statement.setArray(5, connection.createArrayOf("text", arrays.correlations()));
            statement.setArray(6, connection.createArrayOf("text", arrays.payloads()));
            statement.executeUpdate();
        }
    }

    @Override
    public long count() throws SQLException {
        return new RowCount(pool, "event").count();
    }

    @Override
    public void close() {
        pool.close();
    }
}
