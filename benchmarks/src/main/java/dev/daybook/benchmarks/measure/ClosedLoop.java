package dev.daybook.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A number of workers, each of which starts its next operation when the one before is done. Measures once. */
public final class ClosedLoop {

    private final Timing timing;
    private final CountDownLatch start = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile long warmUpEnd;
    private volatile long measurementEnd;

    public ClosedLoop(Timing timing) {
        this.timing = timing;
    }

    /** Measures and verifies. */
    public Measurement measure(Run run, int workerCount, ThreadFactory threads) throws Exception {
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < workerCount; i++) {
            workers.add(new Worker(this, run.operation()));
        }
        List<Thread> running = workers.stream().map(threads::newThread).toList();
        running.forEach(Thread::start);
        warmUpEnd = System.nanoTime() + timing.warmUp().toNanos();
        measurementEnd = warmUpEnd + timing.measured().toNanos();
        start.countDown();
        for (Thread thread : running) {
            thread.join();
        }
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("A worker failed, so there is no measurement: " + cause, cause);
        }
        run.verify(workers.stream().mapToLong(Worker::allUnits).sum());
        return together(workers);
    }

    void awaitStart() throws InterruptedException {
        start.await();
    }

    boolean inWarmUp() {
        return System.nanoTime() - warmUpEnd < 0 && failure.get() == null;
    }

    boolean inMeasurement() {
        return System.nanoTime() - measurementEnd < 0 && failure.get() == null;
    }

    void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
    }

    private static Measurement together(List<Worker> workers) {
        double rate = 0;
        Histogram nanos = new Histogram(workers.getFirst().nanos());
        for (Worker worker : workers) {
            rate += worker.rate();
            nanos.add(worker.nanos());
        }
        return Measurement.of(rate, nanos);
    }
}
