package dev.daybook.benchmarks;

import dev.daybook.benchmarks.daybook.DaybookLog;
import dev.daybook.benchmarks.measure.Measurement;
import dev.daybook.benchmarks.measure.Run;
import dev.daybook.benchmarks.measure.Timing;
import dev.daybook.benchmarks.measure.WorkLoop;
import dev.daybook.benchmarks.postgres.PostgresServer;
import dev.daybook.benchmarks.workload.Append;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Watches the heap while many writers append for a long time. */
final class Soak {

    private static final int WRITERS = 256;
    private static final int CONNECTIONS = 32;
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final PostgresServer server;
    private final Duration time;

    Soak(PostgresServer server, Duration time) {
        this.server = server;
        this.time = time;
    }

    /** Returns the conclusion. */
    String measure() throws Exception {
        Append append = new Append(
                "Daybook", () -> DaybookLog.create(server, "daybook", CONNECTIONS), PostgresBenchmarks.VIRTUAL);
        HeapTrend heap = new HeapTrend();
        try (Run run = append.begin();
                ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor()) {
            ScheduledFuture<?> sampling = sampler.scheduleAtFixedRate(
                    heap::sample, INTERVAL.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
            Timing timing = new Timing(1, Duration.ZERO, time);
            Measurement measurement = new WorkLoop(timing).measure(run, append.load(WRITERS));
            sampling.cancel(false);
            return String.format(
                    Locale.ROOT,
                    "%d writers appended %,.0f events/s for %d s. %s",
                    WRITERS,
                    measurement.rate(),
                    time.toSeconds(),
                    heap.conclusion());
        }
    }
}
