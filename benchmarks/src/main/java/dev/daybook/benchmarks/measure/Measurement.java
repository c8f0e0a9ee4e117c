package dev.daybook.benchmarks.measure;

import org.HdrHistogram.Histogram;

/**
 * One contender in one round.
 *
 * @param rate units a second, of all workers together
 * @param p50 latency of one operation in microseconds, as the two after it
 */
public record Measurement(double rate, double p50, double p99, double p999) {

    private static final double NANOS_PER_MICRO = 1_000;

    static Measurement of(double rate, Histogram nanos) {
        return new Measurement(rate, micros(nanos, 50), micros(nanos, 99), micros(nanos, 99.9));
    }

    private static double micros(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }
}
