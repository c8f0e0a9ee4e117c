package dev.daybook.benchmarks;

import dev.daybook.benchmarks.daybook.LongStream;
import dev.daybook.benchmarks.daybook.StateLoad;
import dev.daybook.benchmarks.measure.Benchmark;
import dev.daybook.benchmarks.measure.Result;
import dev.daybook.benchmarks.measure.Rounds;
import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.report.ResultTable;
import dev.daybook.benchmarks.workload.EventFeed;
import dev.daybook.benchmarks.workload.FilledLog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Carries out sections, one after another, on one server. */
final class Suite {

    /** How many times as long as other measurements, since so little happens. */
    private static final int IDLE = 6;

    private final PostgresServer server;
    private final Path folder;
    private final Scale scale;
    private final Rounds rounds;

    Suite(PostgresServer server, Path folder, Scale scale) {
        this.server = server;
        this.folder = folder;
        this.scale = scale;
        this.rounds = new Rounds(
                scale.timing(),
                this::settle,
                (benchmark, contender, round, measurement) -> System.out.printf(
                        Locale.ROOT,
                        "  %s %-34s %,12.0f %s  p99 %,.0f µs%n",
                        round == 0 ? "warm-up" : "round " + round,
                        contender.name(),
                        measurement.rate(),
                        benchmark.unit(),
                        measurement.p99()));
    }

    /** Returns the results as Markdown. */
    String measure(Section section, Duration soak) throws Exception {
        return switch (section) {
            case APPEND -> tables(new PostgresBenchmarks(server).append());
            case READ -> read(new PostgresBenchmarks(server));
            case BULK -> tables(new PostgresBenchmarks(server).bulk());
            case SQLITE -> tables(new SqliteBenchmarks(folder).all());
            case COMMANDS -> commands(new CommandBenchmarks(server, scale.aggregates()));
            case STATES -> states();
            case PROJECTIONS -> projections();
            case GROWTH -> {
                Result result = new Growth(server, scale).measure(rounds);
                yield ResultTable.of(result) + "\n" + Growth.conclusion(result);
            }
            case SOAK -> new Soak(server, soak).measure();
        };
    }

    private String read(PostgresBenchmarks benchmarks) throws Exception {
        try (FilledLog daybook = benchmarks.daybookLog(scale.streams());
                FilledLog axon = benchmarks.axonLog(scale.streams())) {
            return tables(benchmarks.read(daybook, axon));
        }
    }

    private String commands(CommandBenchmarks benchmarks) throws Exception {
        Result throughput = measured(benchmarks.throughput());
        return String.join(
                "\n",
                ResultTable.of(throughput),
                ResultTable.of(measured(benchmarks.latency(throughput))),
                tables(benchmarks.others()),
                tables(new SqliteBenchmarks(folder).commands(scale.aggregates())));
    }

    private String states() throws Exception {
        try (LongStream postgres = LongStream.create(server, "daybook_states", scale.history());
                LongStream sqlite = new SqliteBenchmarks(folder).longStream(scale.history())) {
            return tables(List.of(loading("PostgreSQL", postgres), loading("SQLite", sqlite)));
        }
    }

    private static Benchmark loading(String engine, LongStream stream) {
        return new Benchmark(
                engine + ": load the state at any version of a stream of " + stream.events() + " events, 1 reader",
                "states/s",
                1,
                List.of(
                        new StateLoad("Daybook, snapshots as usual", stream, true),
                        new StateLoad("Daybook, no snapshots", stream, false)));
    }

    private String projections() throws Exception {
        long events = (long) scale.streams() * EventFeed.WHOLE_STREAM;
        Duration idle = scale.timing().measured().multipliedBy(IDLE);
        return String.join(
                "\n",
                tables(new ProjectionBenchmarks(server, scale.aggregates(), events).all()),
                new Idleness(server, scale.subscriptions(), idle).measure());
    }

    private String tables(List<Benchmark> benchmarks) throws Exception {
        List<String> tables = new ArrayList<>();
        for (Benchmark benchmark : benchmarks) {
            tables.add(ResultTable.of(measured(benchmark)));
        }
        return String.join("\n", tables);
    }

    private Result measured(Benchmark benchmark) throws Exception {
        System.out.println(benchmark.title());
        return rounds.measure(benchmark);
    }

    private void settle() throws Exception {
        System.gc();
        server.checkpoint();
    }
}
