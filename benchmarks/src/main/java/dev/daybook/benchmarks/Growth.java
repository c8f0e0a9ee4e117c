package dev.daybook.benchmarks;

import dev.daybook.benchmarks.daybook.DaybookLog;
import dev.daybook.benchmarks.measure.Benchmark;
import dev.daybook.benchmarks.measure.Measurement;
import dev.daybook.benchmarks.measure.Result;
import dev.daybook.benchmarks.measure.Rounds;
import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.workload.Append;
import dev.daybook.benchmarks.workload.EventFeed;
import java.util.List;
import java.util.Locale;

/** Compares appends to a small log with appends to a large one. */
final class Growth {

    private static final int WRITERS = 16;
    private static final int BATCH = 1_000;
    private static final String SMALL = "daybook_small";
    private static final String LARGE = "daybook_large";

    private final PostgresServer server;
    private final Scale scale;

    Growth(PostgresServer server, Scale scale) {
        this.server = server;
        this.scale = scale;
    }

    Result measure(Rounds rounds) throws Exception {
        filled(LARGE, scale.largeLog()).close();
        return rounds.measure(new Benchmark(
                "Append one event, " + WRITERS + " writers, to logs of two sizes",
                "events/s",
                WRITERS,
                List.of(
                        new Append(
                                named(scale.smallLog()),
                                () -> filled(SMALL, scale.smallLog()),
                                PostgresBenchmarks.VIRTUAL),
                        new Append(
                                named(scale.largeLog()),
                                () -> DaybookLog.open(server, LARGE, WRITERS),
                                PostgresBenchmarks.VIRTUAL))));
    }

    static String conclusion(Result result) {
        double ratio = result.series().getFirst().ratio(result.series().getLast(), Measurement::rate);
        return String.format(Locale.ROOT, "An append to the larger log costs %.2f times as much.", ratio);
    }

    private static String named(int events) {
        return String.format(Locale.ROOT, "Daybook, from %,d events", events);
    }

    private DaybookLog filled(String schema, int events) throws Exception {
        DaybookLog log = DaybookLog.create(server, schema, WRITERS);
        EventFeed feed = EventFeed.ofWholeStreams();
        for (int stored = 0; stored < events; stored += BATCH) {
            log.append(feed.next(BATCH));
        }
        return log;
    }
}
