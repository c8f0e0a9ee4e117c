package dev.daybook.benchmarks;

import dev.daybook.benchmarks.axon.AxonCommands;
import dev.daybook.benchmarks.command.CommandSide;
import dev.daybook.benchmarks.command.Commands;
import dev.daybook.benchmarks.daybook.BesideBulk;
import dev.daybook.benchmarks.daybook.DaybookCommands;
import dev.daybook.benchmarks.daybook.Enqueueing;
import dev.daybook.benchmarks.daybook.Repeats;
import dev.daybook.benchmarks.measure.Benchmark;
import dev.daybook.benchmarks.measure.Contender;
import dev.daybook.benchmarks.measure.Load;
import dev.daybook.benchmarks.measure.Loaded;
import dev.daybook.benchmarks.measure.Measurement;
import dev.daybook.benchmarks.measure.Result;
import dev.daybook.benchmarks.measure.Series;
import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.WhenFull;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What is compared of commands on PostgreSQL: sent, decided on the state of an aggregate, and stored. */
final class CommandBenchmarks {

    private static final String UNIT = "commands/s";
    private static final String AXON = "Axon 4.13 JDBC";
    private static final int SENDERS = 256;
    private static final int SENDERS_TO_ONE = 64;
    private static final int CONNECTIONS = 32;
    private static final int CRITICAL_SENDERS = 16;
    private static final double CRITICAL_RATE = 500;
    private static final int BULK_SENDERS = 128;
    private static final int BULK_BATCH = 16;
    private static final WhenFull WAIT = WhenFull.await(Duration.ofMinutes(1));

    private final PostgresServer server;
    private final int aggregates;

    CommandBenchmarks(PostgresServer server, int aggregates) {
        this.server = server;
        this.aggregates = aggregates;
    }

    private static void inMemoryLane(CommandBusSetup bus) {
        bus.lane(CommandBusSetup.DEFAULT_LANE, lane -> lane.whenFull(WAIT));
    }

    /** Room for a good second of work, so that senders and workers do not wait for each other by turns. */
    static void durableLane(CommandBusSetup bus) {
        bus.lane(
                CommandBusSetup.DEFAULT_LANE,
                lane -> lane.durable().capacity(20_000).whenFull(WAIT));
    }

    private static void twoLanes(CommandBusSetup bus) {
        bus.lane(BesideBulk.CRITICAL, lane -> lane.whenFull(WAIT))
                .lane(
                        BesideBulk.BULK,
                        lane -> lane.workers(1)
                                .batch(BULK_BATCH)
                                .capacity(BULK_SENDERS / 2)
                                .whenFull(WAIT));
    }

    Benchmark throughput() {
        return new Benchmark(
                "Command to aggregate to store, " + aggregates + " streams, " + SENDERS + " senders",
                UNIT,
                SENDERS,
                List.of(inMemory("Daybook in memory", aggregates), axon(AXON, aggregates)));
    }

    List<Benchmark> others() {
        return List.of(hotStream(), durable(), duplicates(), priority());
    }

    private Benchmark hotStream() {
        return new Benchmark(
                "Commands for one stream, " + SENDERS_TO_ONE + " senders",
                UNIT,
                SENDERS_TO_ONE,
                List.of(
                        inMemory("Daybook in memory", 1),
                        Commands.awaited(
                                AXON + ", retry on conflict",
                                () -> AxonCommands.withConflicts(server, "axon", CONNECTIONS),
                                1,
                                PostgresBenchmarks.PLATFORM),
                        axon(AXON + ", locks in one process", 1)));
    }

    private Benchmark durable() {
        CommandSide.Opening<DaybookCommands> opening = daybook(CommandBenchmarks::durableLane);
        return new Benchmark(
                "Commands on a durable lane, counted at outcomes, " + SENDERS + " senders",
                UNIT,
                SENDERS,
                List.of(
                        new Commands<>(
                                "Daybook durable, enqueued",
                                opening,
                                aggregates,
                                PostgresBenchmarks.VIRTUAL,
                                new Enqueueing()),
                        Commands.awaited("Daybook durable, awaited", opening, aggregates, PostgresBenchmarks.VIRTUAL),
                        inMemory("Daybook in memory", aggregates)));
    }

    private Benchmark duplicates() {
        CommandSide.Opening<DaybookCommands> opening = daybook(CommandBenchmarks::inMemoryLane);
        return new Benchmark(
                "Commands with ids of the senders', " + SENDERS + " senders",
                UNIT,
                SENDERS,
                List.of(
                        new Repeats("Daybook, known before", opening, aggregates, PostgresBenchmarks.VIRTUAL),
                        new Commands<>(
                                "Daybook, for the first time",
                                opening,
                                aggregates,
                                PostgresBenchmarks.VIRTUAL,
                                Repeats::firstTimers)));
    }

    private Benchmark priority() {
        return new Benchmark(
                "A critical lane at %.0f commands a second".formatted(CRITICAL_RATE),
                UNIT,
                CRITICAL_SENDERS,
                List.of(
                        critical("bulk lane saturated by " + BULK_SENDERS + " senders", BULK_SENDERS),
                        critical("bulk lane idle", 0)));
    }

    private Contender critical(String name, int bulkSenders) {
        return new Loaded(
                "Daybook, " + name,
                new BesideBulk(
                        name,
                        daybook(CommandBenchmarks::twoLanes),
                        aggregates,
                        bulkSenders,
                        PostgresBenchmarks.VIRTUAL),
                Load.open(CRITICAL_SENDERS, PostgresBenchmarks.VIRTUAL, CRITICAL_RATE));
    }

    /** At half of what each can do, where senders do not wait for one another. */
    Benchmark latency(Result throughput) {
        return new Benchmark(
                "Latency at half load, from the time a command was to be sent, " + SENDERS + " senders",
                UNIT,
                SENDERS,
                List.of(
                        atHalf(
                                inMemory("Daybook in memory", aggregates),
                                throughput.series().getFirst()),
                        atHalf(axon(AXON, aggregates), throughput.series().getLast())));
    }

    private static Contender atHalf(Contender contender, Series full) {
        double rate = full.median(Measurement::rate) / 2;
        return new Loaded(contender.name(), contender, Load.open(SENDERS, contender.threads(), rate));
    }

    private Contender inMemory(String name, int streams) {
        return Commands.awaited(name, daybook(CommandBenchmarks::inMemoryLane), streams, PostgresBenchmarks.VIRTUAL);
    }

    private CommandSide.Opening<DaybookCommands> daybook(Consumer<CommandBusSetup> lanes) {
        return () -> DaybookCommands.create(server, "daybook", CONNECTIONS, lanes);
    }

    private Contender axon(String name, int streams) {
        return Commands.awaited(
                name, () -> AxonCommands.withLocks(server, "axon", CONNECTIONS), streams, PostgresBenchmarks.PLATFORM);
    }
}
