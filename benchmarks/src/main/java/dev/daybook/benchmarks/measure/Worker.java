package dev.daybook.benchmarks.measure;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** One thread of a closed loop: performs its operation again and again until the time is over. */
final class Worker implements Runnable {

    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);
    private static final int SIGNIFICANT_DIGITS = 3;

    private final ClosedLoop loop;
    private final Operation operation;
    private final Histogram nanos = new Histogram(LONGEST, SIGNIFICANT_DIGITS);
    private long allUnits;
    private long measuredUnits;
    private long measuredNanos;

    Worker(ClosedLoop loop, Operation operation) {
        this.loop = loop;
        this.operation = operation;
    }

    @Override
    public void run() {
        try {
            loop.awaitStart();
            warmUp();
            measure();
        } catch (Exception | AssertionError e) {
            loop.fail(e);
        }
    }

    private void warmUp() throws Exception {
        while (loop.inWarmUp()) {
            allUnits += operation.perform();
        }
    }

    /** At least once, however long one operation takes. */
    private void measure() throws Exception {
        long begin = System.nanoTime();
        long before = begin;
        do {
            long units = operation.perform();
            long after = System.nanoTime();
            nanos.recordValue(Math.min(after - before, LONGEST));
            measuredUnits += units;
            before = after;
        } while (loop.inMeasurement());
        allUnits += measuredUnits;
        measuredNanos = before - begin;
    }

    long allUnits() {
        return allUnits;
    }

    /** Units a second of this worker, by its own clock, so that an operation that ends late is not counted for nothing. */
    double rate() {
        return measuredUnits * (double) TimeUnit.SECONDS.toNanos(1) / measuredNanos;
    }

    Histogram nanos() {
        return nanos;
    }
}
