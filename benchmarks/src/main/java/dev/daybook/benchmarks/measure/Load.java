package dev.daybook.benchmarks.measure;

import java.util.OptionalDouble;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Who does the work of a measurement, and when.
 *
 * @param threads what workers run on
 * @param rate operations a second to be begun, by all workers together; absent if each worker begins its next operation when
 *     the one before is done
 */
public record Load(int workers, ThreadFactory threads, OptionalDouble rate) {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    /** As fast as they can. */
    public static Load closed(int workers, ThreadFactory threads) {
        return new Load(workers, threads, OptionalDouble.empty());
    }

    /** At a rate that does not depend on how fast the operations are; latency counts from when one was to begin. */
    public static Load open(int workers, ThreadFactory threads, double rate) {
        return new Load(workers, threads, OptionalDouble.of(rate));
    }

    Timetable timetable() {
        return rate.isPresent() ? Timetable.atRandom(NANOS * workers / rate.getAsDouble()) : Timetable.atOnce();
    }
}
