package dev.daybook.benchmarks.measure;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** One thread of a loop: performs its operation again and again until the time is over. */
final class Worker implements Runnable {

    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);
    private static final int SIGNIFICANT_DIGITS = 3;

    private final WorkLoop loop;
    private final Operation operation;
    private final Load load;
    private final Histogram nanos = new Histogram(LONGEST, SIGNIFICANT_DIGITS);
    private long allUnits;
    private long measuredUnits;
    private long measuredNanos;

    Worker(WorkLoop loop, Operation operation, Load load) {
        this.loop = loop;
        this.operation = operation;
        this.load = load;
    }

    @Override
    public void run() {
        try {
            loop.awaitStart();
            measure(load.timetable());
        } catch (Exception | AssertionError e) {
            loop.fail(e);
        }
    }

    /**
     * Counts from the first operation that is not over when the warm-up is, however long ago it began: a worker that waited all
     * the time for others has waited, and one operation is measured at least.
     */
    private void measure(Timetable timetable) throws Exception {
        long begin;
        long units;
        long end;
        do {
            begin = timetable.awaitNext();
            units = operation.perform();
            end = System.nanoTime();
            allUnits += units;
        } while (loop.inWarmUp(end));
        long firstBegin = begin;
        record(units, end - begin);
        while (loop.inMeasurement(end)) {
            begin = timetable.awaitNext();
            units = operation.perform();
            end = System.nanoTime();
            allUnits += units;
            record(units, end - begin);
        }
        measuredNanos = end - firstBegin;
    }

    private void record(long units, long latency) {
        nanos.recordValue(Math.min(latency, LONGEST));
        measuredUnits += units;
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
