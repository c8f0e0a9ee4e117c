package dev.daybook.benchmarks.daybook;

import com.zaxxer.hikari.HikariDataSource;
import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.AggregateStates;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.aggregate.SnapshotPolicy;
import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.workload.OrderPlaced;
import dev.daybook.benchmarks.workload.RandomOrders;
import dev.daybook.command.Outcome;
import dev.daybook.context.BoundedContext;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.store.EventStore;
import dev.daybook.store.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** One aggregate with many events and snapshots as usual, whose states of the past are asked for. Safe for use by many threads. */
public final class LongStream implements AutoCloseable {

    private static final String KEY = "customer";
    private static final int EVENTS_A_COMMAND = 100;
    private static final int EVENTS_A_SNAPSHOT = 100;

    /** The command: orders these. */
    private record Place(String customer, List<OrderPlaced> orders) {}

    /** What an aggregate knows: how many orders there were, their worth, and the last one. */
    private record Account(long orders, long worth, String lastChannel, List<OrderPlaced.Item> lastItems) {}

    private static final class Ordering implements Decider<Place, Account, OrderPlaced> {

        @Override
        public Account initial() {
            return new Account(0, 0, "", List.of());
        }

        @Override
        public Decision<OrderPlaced> decide(Place command, Account state) {
            return Decision.accept(command.orders());
        }

        @Override
        public Account evolve(Account state, OrderPlaced event) {
            long worth = event.items().stream()
                    .mapToLong(item -> item.quantity() * item.unitPrice())
                    .sum();
            return new Account(state.orders + 1, state.worth + worth, event.channel(), event.items());
        }
    }

    private static final Aggregate<Place, Account, OrderPlaced> REPLAYED = Aggregate.named("order")
            .commands(Place.class, Place::customer)
            .events(OrderPlaced.class)
            .decider(new Ordering());
    private static final Aggregate<Place, Account, OrderPlaced> KEPT =
            REPLAYED.snapshots(SnapshotPolicy.every(EVENTS_A_SNAPSHOT, Account.class));

    private final EventStore store;
    private final Runnable closing;
    private final long events;

    private LongStream(EventStore store, Runnable closing, int events) {
        this.store = store;
        this.closing = closing;
        this.events = fill(store, events);
    }

    /** In an empty PostgreSQL schema of its own. */
    public static LongStream create(PostgresServer server, String schema, int events) throws Exception {
        server.recreate(schema);
        HikariDataSource pool = server.pool(schema, 4);
        return new LongStream(SqlEventStore.postgres(pool, config -> config.withSchema(schema)), pool::close, events);
    }

    /** In an SQLite file. */
    public static LongStream open(Path file, int events) {
        return new LongStream(SqlEventStore.sqlite(file), () -> {}, events);
    }

    private static BoundedContext context(EventStore store, Aggregate<Place, Account, OrderPlaced> aggregate) {
        return BoundedContext.named("benchmark")
                .store(store)
                .aggregate(aggregate)
                .start();
    }

    /** Snapshots that are due are taken when this returns, since the context is closed. */
    private static long fill(EventStore store, int events) {
        RandomOrders orders = new RandomOrders(new SplittableRandom());
        long filled = 0;
        try (BoundedContext context = context(store, KEPT)) {
            for (; filled < events; filled += EVENTS_A_COMMAND) {
                Place command = new Place(
                        KEY,
                        Stream.generate(orders::next).limit(EVENTS_A_COMMAND).toList());
                if (!(context.send(command) instanceof Outcome.Accepted)) {
                    throw new IllegalStateException("Expected the orders to be accepted: the measurement is void");
                }
            }
        }
        return filled;
    }

    public long events() {
        return events;
    }

    /** How states are had. */
    public Reader reader(boolean withSnapshots) {
        Aggregate<Place, Account, OrderPlaced> aggregate = withSnapshots ? KEPT : REPLAYED;
        return new Reader(context(store, aggregate), aggregate);
    }

    @Override
    public void close() {
        store.close();
        closing.run();
    }

    /** Loads states of the past. Safe for use by many threads. */
    public static final class Reader implements AutoCloseable {

        private final BoundedContext context;
        private final AggregateStates<Account> states;

        private Reader(BoundedContext context, Aggregate<Place, Account, OrderPlaced> aggregate) {
            this.context = context;
            this.states = context.states(aggregate);
        }

        /** Tells how many events led to the state at a version. */
        public long load(long version) {
            return states.at(KEY, Version.of(version)).orElseThrow().state().orders();
        }

        @Override
        public void close() {
            context.close();
        }
    }
}
