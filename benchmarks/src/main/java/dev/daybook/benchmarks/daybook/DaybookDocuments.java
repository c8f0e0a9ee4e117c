package dev.daybook.benchmarks.daybook;

import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.projection.OrderTotals;
import dev.daybook.benchmarks.projection.ReadModel;
import dev.daybook.benchmarks.projection.TotalsTable;
import dev.daybook.benchmarks.workload.OrderPlaced;
import dev.daybook.projection.DocumentProjection;
import java.sql.SQLException;
import java.util.Map;

/** A document projection with its defaults. */
public final class DaybookDocuments implements ReadModel {

    private static final DocumentProjection<OrderTotals, OrderPlaced> TOTALS = DocumentProjection.named("order-totals")
            .documents(OrderTotals.class)
            .of(OrderPlaced.class)
            .fold((current, recorded) -> OrderTotals.after(current, recorded.event()));

    private static final String ROWS = """
            (SELECT key, (data ->> 'orders')::bigint AS orders, (data ->> 'units')::bigint AS units,
                    (data ->> 'cents')::bigint AS cents, data ->> 'customer' AS customer
               FROM document_order_totals) AS totals
            """;

    private final FollowedLog followed;

    private DaybookDocuments(DaybookLog log) {
        this.followed = new FollowedLog(log, TOTALS);
    }

    /** On an empty log. */
    public static DaybookDocuments create(PostgresServer server, String schema, int connections) throws SQLException {
        return new DaybookDocuments(DaybookLog.create(server, schema, connections));
    }

    /** On a log that is filled, which it has caught up with. */
    public static DaybookDocuments open(PostgresServer server, String schema, int connections)
            throws InterruptedException {
        DaybookDocuments documents = new DaybookDocuments(DaybookLog.open(server, schema, connections));
        documents.followed.catchUp();
        return documents;
    }

    FollowedLog followed() {
        return followed;
    }

    @Override
    public void rebuild() throws InterruptedException {
        followed.rebuild();
    }

    @Override
    public Map<String, OrderTotals> rows() throws SQLException {
        return TotalsTable.rows(followed.log().database(), ROWS);
    }

    @Override
    public void close() {
        followed.close();
    }
}
