package dev.daybook.benchmarks;

import dev.daybook.benchmarks.axon.AxonReadModel;
import dev.daybook.benchmarks.axon.AxonStorage;
import dev.daybook.benchmarks.daybook.DaybookDocuments;
import dev.daybook.benchmarks.daybook.DaybookLog;
import dev.daybook.benchmarks.daybook.DaybookTables;
import dev.daybook.benchmarks.daybook.LiveReading;
import dev.daybook.benchmarks.jdbc.BatchedUpserts;
import dev.daybook.benchmarks.measure.Benchmark;
import dev.daybook.benchmarks.measure.Contender;
import dev.daybook.benchmarks.measure.Load;
import dev.daybook.benchmarks.measure.Loaded;
import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.projection.CatchUp;
import dev.daybook.benchmarks.projection.FilledStreams;
import java.util.List;
import java.util.Locale;

/** What is compared of read models on PostgreSQL. */
final class ProjectionBenchmarks {

    private static final String UNIT = "events/s";
    private static final String DAYBOOK = "daybook_read_side";
    private static final String LIVE = "daybook_live";
    private static final String AXON = "axon_read_side";
    private static final int CONNECTIONS = 16;
    private static final int PAGE = 1_000;
    private static final int AXON_SEGMENTS = 4;
    private static final int AXON_BATCH = 500;
    private static final int SENDERS = 512;
    private static final int STREAMS_OF_ONE = 20;
    private static final double LIVE_RATE = 5_000;

    private final PostgresServer server;
    private final int keys;
    private final long events;

    ProjectionBenchmarks(PostgresServer server, int keys, long events) {
        this.server = server;
        this.keys = keys;
        this.events = events;
    }

    /** Fills the logs. */
    List<Benchmark> all() throws Exception {
        FilledStreams log = FilledStreams.fill(DaybookLog.create(server, DAYBOOK, CONNECTIONS), keys, events);
        FilledStreams.fill(AxonStorage.inTransactions(server, AXON, CONNECTIONS), keys, events);
        return List.of(documents(log), tables(log), live());
    }

    private Benchmark documents(FilledStreams log) {
        return new Benchmark(
                title("Make documents"),
                UNIT,
                1,
                List.of(
                        new CatchUp(
                                "Daybook documents", () -> DaybookDocuments.open(server, DAYBOOK, CONNECTIONS), log),
                        new CatchUp(
                                "Axon 4.13 tracking processor",
                                () -> AxonReadModel.open(server, AXON, CONNECTIONS, AXON_SEGMENTS, AXON_BATCH),
                                log)));
    }

    private Benchmark tables(FilledStreams log) {
        return new Benchmark(
                title("Make a table"),
                UNIT,
                1,
                List.of(
                        tables("Daybook SQL projection", 1, log),
                        tables("Daybook SQL projection, 4 partitions", 4, log),
                        new CatchUp(
                                "raw JDBC, batches of upserts",
                                () -> BatchedUpserts.open(server, DAYBOOK, CONNECTIONS, PAGE),
                                log)));
    }

    private Contender tables(String name, int partitions, FilledStreams log) {
        return new CatchUp(name, () -> DaybookTables.open(server, DAYBOOK, CONNECTIONS, partitions), log);
    }

    private String title(String what) {
        return String.format(Locale.ROOT, "%s of %,d keys from %,d events", what, keys, events);
    }

    private Benchmark live() {
        return new Benchmark(
                String.format(Locale.ROOT, "Append %,.0f events a second while documents follow", LIVE_RATE),
                UNIT,
                SENDERS,
                List.of(
                        live("Daybook, until a query sees it", this::documents, LiveReading.Done.VISIBLE),
                        live(
                                "Daybook, the same beside a key whose event fails again and again",
                                () -> DaybookDocuments.createBesidePoison(server, LIVE, CONNECTIONS),
                                LiveReading.Done.VISIBLE),
                        live("Daybook, until it is stored", this::documents, LiveReading.Done.STORED)));
    }

    private DaybookDocuments documents() throws Exception {
        return DaybookDocuments.create(server, LIVE, CONNECTIONS);
    }

    private Contender live(String name, LiveReading.Opening opening, LiveReading.Done done) {
        return new Loaded(
                name,
                new LiveReading(name, opening, STREAMS_OF_ONE, done),
                Load.open(SENDERS, PostgresBenchmarks.VIRTUAL, LIVE_RATE));
    }
}
