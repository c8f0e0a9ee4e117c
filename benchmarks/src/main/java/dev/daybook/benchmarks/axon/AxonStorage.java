package dev.daybook.benchmarks.axon;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.workload.EventLog;
import dev.daybook.benchmarks.workload.NewEvent;
import dev.daybook.benchmarks.workload.OrderPlaced;
import dev.daybook.benchmarks.workload.RowCount;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.serialization.json.JacksonSerializer;

/** Axon's {@link JdbcEventStorageEngine}. The unique key of aggregate and sequence number is its check of the version. */
public final class AxonStorage implements EventLog {

    private static final String UNIQUE_VIOLATION = "23505";

    private final HikariDataSource pool;
    private final JdbcEventStorageEngine engine;

    private AxonStorage(HikariDataSource pool) {
        this.pool = pool;
        this.engine = makeTables(pool);
    }

    /** The engine on new tables. */
    static JdbcEventStorageEngine makeTables(DataSource pool) {
        JdbcEventStorageEngine engine = engine(pool);
        inUnitOfWork(() -> engine.createSchema(PostgresEventTableFactory.INSTANCE));
        return engine;
    }

    /** The engine on tables that are there. */
    static JdbcEventStorageEngine engine(DataSource pool) {
        JacksonSerializer serializer =
                JacksonSerializer.builder().objectMapper(new ObjectMapper()).build();
        return JdbcEventStorageEngine.builder()
                .eventSerializer(serializer)
                .snapshotSerializer(serializer)
                .persistenceExceptionResolver(AxonStorage::isConflict)
                .connectionProvider(
                        new UnitOfWorkAwareConnectionProviderWrapper(new DataSourceConnectionProvider(pool)))
                .transactionManager(NoTransactionManager.INSTANCE)
                .build();
    }

    /** Axon's own way of telling does not know what PostgreSQL's driver throws. */
    private static boolean isConflict(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException error && UNIQUE_VIOLATION.equals(error.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** For single events and for reading: autocommit saves Axon the round trips of a transaction around one statement. */
    public static AxonStorage inAutocommit(PostgresServer server, String schema, int connections) throws SQLException {
        server.recreate(schema);
        return new AxonStorage(server.pool(schema, connections));
    }

    /** For batches: each is a transaction, and the driver makes statements of many rows of it. */
    public static AxonStorage inTransactions(PostgresServer server, String schema, int connections)
            throws SQLException {
        server.recreate(schema);
        return new AxonStorage(server.poolForBatches(schema, connections));
    }

    @Override
    public void append(NewEvent event) {
        engine.appendEvents(message(event));
    }

    @Override
    public void append(List<NewEvent> events) {
        List<DomainEventMessage<OrderPlaced>> messages =
                events.stream().map(AxonStorage::message).toList();
        inUnitOfWork(() -> engine.appendEvents(messages));
    }

    @Override
    public long readStream(String stream) {
        return engine.readEvents(stream)
                .asStream()
                .filter(AxonStorage::hasPayload)
                .count();
    }

    @Override
    public long readAll() {
        try (Stream<? extends EventMessage<?>> events = engine.readEvents(null, false)) {
            return events.filter(AxonStorage::hasPayload).count();
        }
    }

    @Override
    public long count() throws SQLException {
        return new RowCount(pool, "DomainEventEntry").count();
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Deserializes: Axon does so when the payload is asked for. */
    private static boolean hasPayload(EventMessage<?> message) {
        return message.getPayload() instanceof OrderPlaced
                && message.getMetaData().containsKey("correlationId");
    }

    /** Axon counts a stream's events from 0. */
    private static DomainEventMessage<OrderPlaced> message(NewEvent event) {
        return new GenericDomainEventMessage<>(
                "order",
                event.stream(),
                event.version() - 1,
                event.payload(),
                MetaData.from(Map.of("correlationId", event.correlation())),
                event.id().toString(),
                Instant.now());
    }

    private static void inUnitOfWork(Runnable work) {
        DefaultUnitOfWork.startAndGet(null).execute(work);
    }
}
