package dev.daybook.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The heap that is in use after a full collection, over time. Safe for use by many threads. */
final class HeapTrend {

    private static final double MEBIBYTE = 1 << 20;

    private record Sample(double minutes, double mebibytes) {}

    private final long begin = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();

    /** Collects all garbage, looks, and prints. */
    synchronized void sample() {
        System.gc();
        double minutes = (System.nanoTime() - begin) / (double) TimeUnit.MINUTES.toNanos(1);
        double used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEBIBYTE;
        add(minutes, used);
        System.out.printf(Locale.ROOT, "  %5.1f min: %.1f MiB in use after a collection%n", minutes, used);
    }

    synchronized void add(double minutes, double mebibytes) {
        samples.add(new Sample(minutes, mebibytes));
    }

    synchronized String conclusion() {
        if (samples.size() < 2) {
            return "Too short for a trend of the heap.";
        }
        return String.format(
                Locale.ROOT,
                "In use after a full collection: %.1f MiB at first, %.1f MiB at last, slope %+.2f MiB a minute (%d samples).",
                samples.getFirst().mebibytes(),
                samples.getLast().mebibytes(),
                slope(),
                samples.size());
    }

    /** Of the straight line with the least squares. */
    private double slope() {
        double meanMinutes =
                samples.stream().mapToDouble(Sample::minutes).average().orElseThrow();
        double meanUsed =
                samples.stream().mapToDouble(Sample::mebibytes).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (Sample sample : samples) {
            double distance = sample.minutes() - meanMinutes;
            covariance += distance * (sample.mebibytes() - meanUsed);
            variance += distance * distance;
        }
        return covariance / variance;
    }
}
