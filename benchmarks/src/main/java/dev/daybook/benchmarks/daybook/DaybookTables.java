package dev.daybook.benchmarks.daybook;

import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.projection.OrderTotals;
import dev.daybook.benchmarks.projection.ReadModel;
import dev.daybook.benchmarks.projection.TotalsTable;
import dev.daybook.benchmarks.workload.OrderPlaced;
import dev.daybook.event.RecordedEvent;
import dev.daybook.sql.SqlProjection;
import dev.daybook.sql.SqlSession;
import java.sql.SQLException;
import java.util.Map;

/** An SQL projection that makes the very rows that others write by hand, with the very statement. */
public final class DaybookTables implements ReadModel {

    private final String view;
    private final String upsert;
    private final FollowedLog followed;

    private DaybookTables(DaybookLog log, int partitions) {
        view = "totals_in_" + partitions; // a projection has one number of partitions for good
        String table = '{' + view + '}';
        upsert = TotalsTable.UPSERT.formatted(table);
        followed = new FollowedLog(
                log,
                SqlProjection.named("totals-in-" + partitions)
                        .table(view, TotalsTable.DEFINITION.formatted(table))
                        .of(OrderPlaced.class)
                        .partitions(partitions)
                        .onEach(this::add));
    }

    private void add(RecordedEvent<OrderPlaced> recorded, SqlSession sql) {
        OrderTotals one = OrderTotals.of(recorded.event());
        sql.update(upsert, recorded.stream().key(), one.orders(), one.units(), one.cents(), one.customer());
    }

    /**
     * On a log that is filled, whose events it has caught up with.
     *
     * @param partitions that are worked on beside each other
     */
    public static DaybookTables open(PostgresServer server, String schema, int connections, int partitions)
            throws InterruptedException {
        DaybookTables tables = new DaybookTables(DaybookLog.open(server, schema, connections), partitions);
        tables.followed.catchUp();
        return tables;
    }

    @Override
    public void rebuild() throws InterruptedException {
        followed.rebuild();
    }

    @Override
    public Map<String, OrderTotals> rows() throws SQLException {
        return TotalsTable.rows(followed.log().database(), view);
    }

    @Override
    public void close() {
        followed.close();
    }
}
