package dev.daybook.context;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.LaneSetup;
import dev.daybook.store.EventStore;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A small domain for tests of the bus: sums, whose decider notes what it decides and can be held or made to throw. */
final class Tally implements Decider<Tally.Entry, Tally.Sum, Tally.Change> {

    /** The queue of the lane of {@link #durable()}. */
    static final String QUEUE = "tallies/" + CommandBusSetup.DEFAULT_LANE;

    /** A command. */
    sealed interface Entry {
        String key();
    }

    record Add(String key, int amount) implements Entry {}

    /** Refused where there is too little. */
    record Take(String key, int amount) implements Entry {}

    /** Changes nothing. */
    record Look(String key) implements Entry {}

    record Sum(int total) {}

    /** An event. */
    sealed interface Change {}

    record Added(int amount) implements Change {}

    record Taken(int amount) implements Change {}

    final List<Entry> decided = new CopyOnWriteArrayList<>();
    private volatile Consumer<Entry> before = entry -> {};

    /** Has this done, on the thread that decides, before each decision. */
    void before(Consumer<Entry> action) {
        before = action;
    }

    @Override
    public Sum initial() {
        return new Sum(0);
    }

    @Override
    public Decision<Change> decide(Entry entry, Sum sum) {
        decided.add(entry);
        before.accept(entry);
        return switch (entry) {
            case Add add -> Decision.accept(new Added(add.amount()));
            case Take take ->
                take.amount() > sum.total()
                        ? Decision.refuse("too-little", "There is only " + sum.total())
                        : Decision.accept(new Taken(take.amount()));
            case Look look -> Decision.nothing();
        };
    }

    @Override
    public Sum evolve(Sum sum, Change change) {
        return switch (change) {
            case Added added -> new Sum(sum.total() + added.amount());
            case Taken taken -> new Sum(sum.total() - taken.amount());
        };
    }

    Aggregate<Entry, Sum, Change> aggregate() {
        return Aggregate.named("tally")
                .commands(Entry.class, Entry::key)
                .events(Change.class)
                .decider(this);
    }

    static StreamId stream(String key) {
        return StreamId.of("tally", key);
    }

    /** A context of its own, as another process would have. */
    BoundedContext start(EventStore store, Consumer<CommandBusSetup> setup) {
        return start(store, InstantSource.system(), setup);
    }

    /** One that goes by the clock of its store. */
    BoundedContext start(EventStore store, InstantSource clock, Consumer<CommandBusSetup> setup) {
        return BoundedContext.named("tallies")
                .store(store)
                .clock(clock)
                .aggregate(aggregate())
                .commandBus(setup)
                .start();
    }

    /** One durable lane that takes everything, and a short lease time. */
    static Consumer<CommandBusSetup> durable(Consumer<LaneSetup> more) {
        return bus -> bus.leaseTime(Duration.ofMillis(300)).lane(CommandBusSetup.DEFAULT_LANE, lane -> {
            lane.durable();
            more.accept(lane);
        });
    }

    static Consumer<CommandBusSetup> durable() {
        return durable(lane -> {});
    }

    /** One lane in memory with one worker. */
    static Consumer<CommandBusSetup> inMemory(Consumer<LaneSetup> more) {
        return bus -> bus.lane(CommandBusSetup.DEFAULT_LANE, lane -> {
            lane.workers(1);
            more.accept(lane);
        });
    }

    /** What was added to a sum, in order. */
    static List<Integer> added(EventStore store, String key) {
        return store.readStream(stream(key), Version.NONE, 100_000).stream()
                .filter(event -> event.type().name().equals("added"))
                .map(event -> Integer.valueOf(event.data().replaceAll("\\D", "")))
                .toList();
    }
}
