package dev.daybook.benchmarks.daybook;

import com.zaxxer.hikari.HikariDataSource;
import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.benchmarks.command.CommandSide;
import dev.daybook.benchmarks.command.PlaceOrder;
import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.workload.OrderPlaced;
import dev.daybook.benchmarks.workload.RowCount;
import dev.daybook.command.Command;
import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.CommandListener;
import dev.daybook.command.Outcome;
import dev.daybook.context.BoundedContext;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.sqlite.SQLiteDataSource;

/** A bounded context with one kind of aggregate on a Daybook event store of any engine. */
public final class DaybookCommands implements CommandSide {

    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    /** What an aggregate knows: how often it was asked. */
    private record Placed(long times) {}

    private static final class Placing implements Decider<PlaceOrder, Placed, OrderPlaced> {

        @Override
        public Placed initial() {
            return new Placed(0);
        }

        @Override
        public Decision<OrderPlaced> decide(PlaceOrder command, Placed state) {
            return Decision.accept(command.content());
        }

        @Override
        public Placed evolve(Placed state, OrderPlaced event) {
            return new Placed(state.times + 1);
        }
    }

    private final EventStore store;
    private final RowCount rows;
    private final Runnable closing;
    private final BoundedContext context;
    private final LongAdder outcomes = new LongAdder();

    private DaybookCommands(EventStore store, RowCount rows, Runnable closing, Consumer<CommandBusSetup> lanes) {
        this.store = store;
        this.rows = rows;
        this.closing = closing;
        this.context = BoundedContext.named("benchmark")
                .store(store)
                .aggregate(orders())
                .commandBus(bus -> lanes.accept(bus.listener(new OutcomeCount())))
                .start();
    }

    static Aggregate<PlaceOrder, ?, OrderPlaced> orders() {
        return Aggregate.named("order")
                .commands(PlaceOrder.class, PlaceOrder::order)
                .events(OrderPlaced.class)
                .decider(new Placing());
    }

    private final class OutcomeCount implements CommandListener {
        @Override
        public void finished(String lane, Outcome outcome, Duration waited, Duration ran) {
            outcomes.increment();
        }
    }

    /** On an empty PostgreSQL schema of its own. */
    public static DaybookCommands create(
            PostgresServer server, String schema, int connections, Consumer<CommandBusSetup> lanes)
            throws SQLException {
        server.recreate(schema);
        HikariDataSource pool = server.pool(schema, connections);
        EventStore store = SqlEventStore.postgres(pool, config -> config.withSchema(schema));
        return new DaybookCommands(store, new RowCount(pool, "event"), pool::close, lanes);
    }

    /** On an SQLite file. */
    public static DaybookCommands open(Path file, Consumer<CommandBusSetup> lanes) {
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl("jdbc:sqlite:" + file);
        return new DaybookCommands(SqlEventStore.sqlite(file), new RowCount(database, "event"), () -> {}, lanes);
    }

    @Override
    public void send(PlaceOrder command) {
        send(Command.of(command));
    }

    /** As {@link #send(PlaceOrder)}, with what travels beside it. */
    public void send(Command<PlaceOrder> command) {
        Outcome outcome = context.send(command);
        if (!(outcome instanceof Outcome.Accepted)) {
            throw new IllegalStateException("Expected the command to be accepted, found " + outcome);
        }
    }

    /** Hands a command over, to be carried out soon. */
    public void enqueue(PlaceOrder command) {
        context.enqueue(command);
    }

    /** How many commands have their outcome. */
    public long outcomes() {
        return outcomes.sum();
    }

    @Override
    public long count() throws SQLException {
        return rows.count();
    }

    /** Lets commands that were handed over be carried out first. */
    @Override
    public void verify(long before, long expected) throws Exception {
        Position head = store.head();
        while (count() - before < expected && store.awaitBeyond(head, LONGEST_SILENCE)) {
            head = store.head();
        }
        CommandSide.super.verify(before, expected);
    }

    @Override
    public void close() {
        context.close();
        store.close();
        closing.run();
    }
}
