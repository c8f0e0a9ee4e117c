package dev.daybook.benchmarks.axon;

import com.zaxxer.hikari.HikariDataSource;
import dev.daybook.benchmarks.command.CommandSide;
import dev.daybook.benchmarks.command.PlaceOrder;
import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.workload.RowCount;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.commandhandling.gateway.IntervalRetryScheduler;
import org.axonframework.common.lock.NullLockFactory;
import org.axonframework.eventsourcing.AggregateSnapshotter;
import org.axonframework.eventsourcing.EventCountSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.eventsourcing.GenericAggregateFactory;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.correlation.MessageOriginProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;
import org.axonframework.modelling.command.Repository;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/**
 * Axon's command side, put together as its configurer does, on its JDBC storage: a command is carried out on its sender's thread,
 * and sent again if its event meets a conflict.
 */
public final class AxonCommands implements CommandSide {

    private static final int RETRY_THREADS = 16;
    private static final int RETRY_MILLIS = 1;
    private static final int RETRIES = 100_000;
    private static final int EVENTS_A_SNAPSHOT = 50;

    private final HikariDataSource pool;
    private final RowCount rows;
    private final ScheduledExecutorService background;
    private final CommandGateway gateway;

    /** How aggregates are kept. */
    private interface Keeping {
        Repository<AxonOrder> repository(EventStore store, ScheduledExecutorService background);
    }

    private AxonCommands(HikariDataSource pool, Keeping keeping) {
        this.pool = pool;
        this.rows = new RowCount(pool, "DomainEventEntry");
        this.background = Executors.newScheduledThreadPool(RETRY_THREADS);
        EventStorageEngine engine = AxonStorage.makeTables(pool);
        CommandBus bus = SimpleCommandBus.builder().build();
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(new MessageOriginProvider()));
        AggregateAnnotationCommandHandler<AxonOrder> handler = AggregateAnnotationCommandHandler.<AxonOrder>builder()
                .aggregateType(AxonOrder.class)
                .repository(keeping.repository(
                        EmbeddedEventStore.builder().storageEngine(engine).build(), background))
                .commandTargetResolver(message -> target((PlaceOrder) message.getPayload()))
                .build();
        handler.subscribe(bus);
        this.gateway = DefaultCommandGateway.builder()
                .commandBus(bus)
                .retryScheduler(IntervalRetryScheduler.builder()
                        .retryExecutor(background)
                        .retryInterval(RETRY_MILLIS)
                        .maxRetryCount(RETRIES)
                        .build())
                .build();
    }

    private static VersionedAggregateIdentifier target(PlaceOrder command) {
        Object order = command.order();
        return new VersionedAggregateIdentifier(order, null);
    }

    /** In one process: its locks keep commands for one aggregate apart, and a cache of all aggregates keeps their states. */
    public static AxonCommands withLocks(PostgresServer server, String schema, int connections) throws SQLException {
        return create(
                server,
                schema,
                connections,
                (store, background) -> EventSourcingRepository.builder(AxonOrder.class)
                        .eventStore(store)
                        .cache(new StateCache())
                        .build());
    }

    /** As between processes, where no lock and no cache reaches: conflicts, retries and snapshots. */
    public static AxonCommands withConflicts(PostgresServer server, String schema, int connections)
            throws SQLException {
        return create(
                server,
                schema,
                connections,
                (store, background) -> EventSourcingRepository.builder(AxonOrder.class)
                        .eventStore(store)
                        .lockFactory(NullLockFactory.INSTANCE)
                        .snapshotTriggerDefinition(new EventCountSnapshotTriggerDefinition(
                                AggregateSnapshotter.builder()
                                        .eventStore(store)
                                        .aggregateFactories(new GenericAggregateFactory<>(AxonOrder.class))
                                        .executor(background)
                                        .build(),
                                EVENTS_A_SNAPSHOT))
                        .build());
    }

    private static AxonCommands create(PostgresServer server, String schema, int connections, Keeping keeping)
            throws SQLException {
        server.recreate(schema);
        return new AxonCommands(server.pool(schema, connections), keeping);
    }

    @Override
    public void send(PlaceOrder command) {
        gateway.sendAndWait(command);
    }

    @Override
    public long count() throws SQLException {
        return rows.count();
    }

    @Override
    public void close() {
        background.shutdownNow();
        pool.close();
    }
}
