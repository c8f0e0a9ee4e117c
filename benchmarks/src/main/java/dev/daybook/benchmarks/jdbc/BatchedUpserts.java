package dev.daybook.benchmarks.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.projection.OrderTotals;
import dev.daybook.benchmarks.projection.ReadModel;
import dev.daybook.benchmarks.projection.TotalsTable;
import dev.daybook.benchmarks.workload.OrderPlaced;
import dev.daybook.event.EventCodec;
import dev.daybook.event.JsonCodec;
import dev.daybook.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What one would write by hand to follow Daybook's log: reads a page of the events wanted, and writes a batch of upserts and the
 * checkpoint in one transaction.
 */
public final class BatchedUpserts implements ReadModel {

    private static final String DROP = "DROP TABLE IF EXISTS hand_checkpoint";
    private static final String CHECKPOINT = "CREATE TABLE hand_checkpoint (position bigint NOT NULL)";
    private static final String BEGIN = "INSERT INTO hand_checkpoint (position) VALUES (0)";
    private static final String RESET = "UPDATE hand_checkpoint SET position = 0";
    private static final String MOVE = "UPDATE hand_checkpoint SET position = ? WHERE position = ?";
    private static final String PAGE = """
            SELECT position, stream, data
              FROM event
             WHERE position > ? AND type = 'order-placed'
             ORDER BY position
             LIMIT ?
            """;
    private static final String UPSERT = TotalsTable.UPSERT.formatted(TotalsTable.NAME);

    private final HikariDataSource pool;
    private final EventCodec json = JsonCodec.standard();
    private final int page;

    private record Placed(long position, String key, OrderTotals one) {}

    private BatchedUpserts(HikariDataSource pool, int page) {
        this.pool = pool;
        this.page = page;
    }

    /**
     * Beside a log that is filled.
     *
     * @param page events that are read, and written, at a time
     */
    public static BatchedUpserts open(PostgresServer server, String schema, int connections, int page)
            throws SQLException {
        BatchedUpserts model = new BatchedUpserts(server.pool(schema, connections), page);
        TotalsTable.create(model.pool);
        model.execute(DROP);
        model.execute(CHECKPOINT);
        model.execute(BEGIN);
        return model;
    }

    @Override
    public void rebuild() throws SQLException {
        TotalsTable.clear(pool);
        execute(RESET);
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            long position = 0;
            List<Placed> events = read(connection, position);
            while (!events.isEmpty()) {
                write(connection, events);
                long reached = events.getLast().position();
                move(connection, position, reached);
                connection.commit();
                position = reached;
                events = read(connection, position);
            }
            connection.setAutoCommit(true);
        }
    }

    private List<Placed> read(Connection connection, long after) throws SQLException {
        List<Placed> events = new ArrayList<>(page);
        try (PreparedStatement query = connection.prepareStatement(PAGE)) {
            query.setLong(1, after);
            query.setInt(2, page);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    OrderPlaced placed = json.read(rows.getString(3), OrderPlaced.class);
                    String key = StreamId.parse(rows.getString(2)).key();
                    events.add(new Placed(rows.getLong(1), key, OrderTotals.of(placed)));
                }
            }
        }
        return events;
    }

    private static void write(Connection connection, List<Placed> events) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            for (Placed event : events) {
                TotalsTable.bind(upsert, event.key(), event.one());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
    }

    private static void move(Connection connection, long from, long to) throws SQLException {
        try (PreparedStatement move = connection.prepareStatement(MOVE)) {
            move.setLong(1, to);
            move.setLong(2, from);
            if (move.executeUpdate() != 1) {
                throw new IllegalStateException("Expected the checkpoint at " + from + ", found it elsewhere");
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public Map<String, OrderTotals> rows() throws SQLException {
        return TotalsTable.rows(pool, TotalsTable.NAME);
    }

    @Override
    public void close() {
        pool.close();
    }
}
