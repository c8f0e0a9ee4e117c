package dev.daybook.benchmarks.axon;

import dev.daybook.benchmarks.projection.OrderTotals;
import dev.daybook.benchmarks.projection.TotalsTable;
import dev.daybook.benchmarks.workload.OrderPlaced;
import dev.daybook.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.SourceId;

/** Handles an event by one upsert, in the transaction of the processor. */
final class AxonTotals {

    private static final String UPSERT = TotalsTable.UPSERT.formatted(TotalsTable.NAME);

    private final ConnectionProvider connections;

    AxonTotals(ConnectionProvider connections) {
        this.connections = connections;
    }

    @EventHandler
    void on(OrderPlaced placed, @SourceId String stream) throws SQLException {
        try (Connection connection = connections.getConnection();
                PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            TotalsTable.bind(upsert, StreamId.parse(stream).key(), OrderTotals.of(placed));
            upsert.executeUpdate();
        }
    }
}
