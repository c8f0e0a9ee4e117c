package dev.daybook.benchmarks.daybook;

import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.projection.OrderTotals;
import dev.daybook.benchmarks.projection.ReadModel;
import dev.daybook.benchmarks.projection.TotalsTable;
import dev.daybook.benchmarks.workload.NewEvent;
import dev.daybook.benchmarks.workload.OrderPlaced;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.DocumentProjectionBuilder;
import dev.daybook.projection.Projection;
import dev.daybook.subscription.Backoff;
import dev.daybook.subscription.FailurePolicy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A document projection with its defaults. */
public final class DaybookDocuments implements ReadModel {

    /** A customer whose orders cannot be dealt with. */
    private static final String POISON = "poison";

    private static final int POISONED = 100;
    private static final Duration POISON_PAUSE = Duration.ofMillis(50);

    private static final DocumentProjection<OrderTotals, OrderPlaced> TOTALS =
            totals().fold((current, recorded) -> OrderTotals.after(current, recorded.event()));

    /** Tries the first event of the key that fails again and again, and never gives it up. */
    private static final DocumentProjection<OrderTotals, OrderPlaced> TOTALS_BESIDE_POISON = totals().onFailure(
                    FailurePolicy.park(Integer.MAX_VALUE).backoff(new Backoff(POISON_PAUSE, POISON_PAUSE)))
            .fold((current, recorded) -> afterUnlessPoison(current, recorded.event()));

    private static final String ROWS = """
            (SELECT key, (data ->> 'orders')::bigint AS orders, (data ->> 'units')::bigint AS units,
                    (data ->> 'cents')::bigint AS cents, data ->> 'customer' AS customer
               FROM document_order_totals) AS totals
            """;

    private final FollowedLog followed;

    private DaybookDocuments(DaybookLog log, Projection projection) {
        this.followed = new FollowedLog(log, projection);
    }

    private static DocumentProjectionBuilder<OrderTotals, OrderPlaced> totals() {
        return DocumentProjection.named("order-totals")
                .documents(OrderTotals.class)
                .of(OrderPlaced.class);
    }

    private static OrderTotals afterUnlessPoison(@Nullable OrderTotals current, OrderPlaced placed) {
        if (placed.customerId().equals(POISON)) {
            throw new IllegalArgumentException("An order of " + POISON);
        }
        return OrderTotals.after(current, placed);
    }

    /** On an empty log. */
    public static DaybookDocuments create(PostgresServer server, String schema, int connections) throws SQLException {
        return new DaybookDocuments(DaybookLog.create(server, schema, connections), TOTALS);
    }

    /** On a log that holds events of one key only, of which the first fails again and again and the others wait behind it. */
    public static DaybookDocuments createBesidePoison(PostgresServer server, String schema, int connections)
            throws SQLException {
        DaybookDocuments documents =
                new DaybookDocuments(DaybookLog.create(server, schema, connections), TOTALS_BESIDE_POISON);
        OrderPlaced order = new OrderPlaced(POISON, "EUR", List.of(), "web");
        for (int version = 1; version <= POISONED; version++) {
            documents.followed.append(new NewEvent("order-" + POISON, version, UUID.randomUUID(), POISON, order));
        }
        return documents;
    }

    /** On a log that is filled, which it has caught up with. */
    public static DaybookDocuments open(PostgresServer server, String schema, int connections)
            throws InterruptedException {
        DaybookDocuments documents = new DaybookDocuments(DaybookLog.open(server, schema, connections), TOTALS);
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
