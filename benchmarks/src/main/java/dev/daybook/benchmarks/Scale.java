package dev.daybook.benchmarks;

import dev.daybook.benchmarks.measure.Timing;
import java.time.Duration;

/**
 * How large the benchmarks are.
 *
 * @param streams of 100 events each, in the log that is read
 * @param smallLog events before the appends to a small log
 * @param largeLog events before the appends to a large log
 * @param aggregates that commands are for
 * @param history events of the stream whose past is read
 * @param subscriptions that have nothing to do
 */
record Scale(Timing timing, int streams, int smallLog, int largeLog, int aggregates, int history, int subscriptions) {

    static final Scale FULL = new Scale(
            new Timing(5, Duration.ofSeconds(1), Duration.ofSeconds(5)),
            2_000,
            10_000,
            5_000_000,
            10_000,
            10_000,
            1_000);
    static final Scale QUICK = new Scale(
            new Timing(2, Duration.ofMillis(500), Duration.ofSeconds(2)), 500, 10_000, 200_000, 10_000, 10_000, 1_000);

    static Scale of(Options options) {
        Scale scale = options.quick() ? QUICK : FULL;
        return options.rounds() == 0
                ? scale
                : new Scale(
                        scale.timing.withRounds(options.rounds()),
                        scale.streams,
                        scale.smallLog,
                        scale.largeLog,
                        scale.aggregates,
                        scale.history,
                        scale.subscriptions);
    }
}
