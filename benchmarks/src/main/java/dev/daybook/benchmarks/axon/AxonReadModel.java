package dev.daybook.benchmarks.axon;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.projection.OrderTotals;
import dev.daybook.benchmarks.projection.ReadModel;
import dev.daybook.benchmarks.projection.TotalsTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.PostgresTokenTableFactory;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.serialization.json.JacksonSerializer;

/**
 * Axon's tracking event processor, put together as its configurer does, with its JDBC token store: rows and token are written
 * in one transaction for each batch of events. Its segments are worked on beside each other, each by a thread of its own.
 */
public final class AxonReadModel implements ReadModel {

    private static final String NAME = "order-totals";
    private static final String FORGET = "TRUNCATE TokenEntry";
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final HikariDataSource pool;
    private final EmbeddedEventStore store;
    private final TokenStore tokens;
    private final EventHandlerInvoker handler;
    private final TrackingEventProcessorConfiguration settings;

    private AxonReadModel(HikariDataSource pool, int segments, int batch) throws SQLException {
        this.pool = pool;
        ConnectionProvider connections =
                new UnitOfWorkAwareConnectionProviderWrapper(new DataSourceConnectionProvider(pool));
        this.store = EmbeddedEventStore.builder()
                .storageEngine(AxonStorage.engine(pool))
                .build();
        this.tokens = tokens(connections);
        this.handler = SimpleEventHandlerInvoker.builder()
                .eventHandlers(new AxonTotals(connections))
                .listenerInvocationErrorHandler((failure, event, listener) -> {
                    throw failure;
                })
                .build();
        this.settings = TrackingEventProcessorConfiguration.forParallelProcessing(segments)
                .andInitialSegmentsCount(segments)
                .andBatchSize(batch);
        TotalsTable.create(pool);
    }

    /**
     * On a log that is filled.
     *
     * @param segments and threads
     * @param batch events in one transaction at most
     */
    public static AxonReadModel open(PostgresServer server, String schema, int connections, int segments, int batch)
            throws SQLException {
        return new AxonReadModel(server.poolForBatches(schema, connections), segments, batch);
    }

    private static TokenStore tokens(ConnectionProvider connections) {
        JdbcTokenStore store = JdbcTokenStore.builder()
                .connectionProvider(connections)
                .serializer(JacksonSerializer.builder()
                        .objectMapper(new ObjectMapper())
                        .build())
                .build();
        UnitOfWorkTransactions.INSTANCE.executeInTransaction(
                () -> store.createSchema(PostgresTokenTableFactory.INSTANCE));
        return store;
    }

    @Override
    public void rebuild() throws SQLException {
        TotalsTable.clear(pool);
        forgetTokens();
        TrackingToken head = store.createHeadToken();
        TrackingEventProcessor processor = TrackingEventProcessor.builder()
                .name(NAME)
                .eventHandlerInvoker(handler)
                .errorHandler(PropagatingErrorHandler.INSTANCE)
                .messageSource(store)
                .tokenStore(tokens)
                .transactionManager(UnitOfWorkTransactions.INSTANCE)
                .trackingEventProcessorConfiguration(settings)
                .build();
        processor.start();
        try {
            awaitCaughtUp(processor, head);
        } finally {
            processor.shutDown();
        }
    }

    private void awaitCaughtUp(TrackingEventProcessor processor, TrackingToken head) {
        while (!isCaughtUp(processor.processingStatus().values(), head)) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private boolean isCaughtUp(Collection<EventTrackerStatus> segments, TrackingToken head) {
        for (EventTrackerStatus segment : segments) {
            if (segment.isErrorState()) {
                throw new IllegalStateException("Axon failed to handle an event", segment.getError());
            }
        }
        return segments.size() == settings.getInitialSegmentsCount()
                && segments.stream().allMatch(segment -> {
                    TrackingToken token = segment.getTrackingToken();
                    return token != null && token.covers(head);
                });
    }

    private void forgetTokens() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(FORGET);
            connection.commit();
        }
    }

    @Override
    public Map<String, OrderTotals> rows() throws SQLException {
        return TotalsTable.rows(pool, TotalsTable.NAME);
    }

    @Override
    public void close() {
        store.shutDown();
        pool.close();
    }
}
