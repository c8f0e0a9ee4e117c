package dev.daybook.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A number of workers, each of which performs its operation again and again, as its load says. Measures once. */
public final class WorkLoop {

    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Timing timing;
    private final CountDownLatch start = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile long warmUpEnd;
    private volatile long measurementEnd;

    public WorkLoop(Timing timing) {
        this.timing = timing;
    }

    /** Measures and verifies. */
    public Measurement measure(Run run, Load load) throws Exception {
        List<Worker> workers = new ArrayList<>();
        for (int i = 0; i < load.workers(); i++) {
            workers.add(new Worker(this, run.operation(), load));
        }
        List<Thread> running = workers.stream().map(load.threads()::newThread).toList();
        running.forEach(Thread::start);
        warmUpEnd = System.nanoTime() + timing.warmUp().toNanos();
        measurementEnd = warmUpEnd + timing.measured().toNanos();
        start.countDown();
        Optional<LongSupplier> completed = run.completed();
        double completedRate = completed.isPresent() ? rate(completed.get()) : 0;
        for (Thread thread : running) {
            thread.join();
        }
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("A worker failed, so there is no measurement: " + cause, cause);
        }
        run.verify(workers.stream().mapToLong(Worker::allUnits).sum());
        double rate = completed.isPresent()
                ? completedRate
                : workers.stream().mapToDouble(Worker::rate).sum();
        return Measurement.of(rate, together(workers));
    }

    private double rate(LongSupplier completed) {
        Timetable.await(warmUpEnd);
        long begin = System.nanoTime();
        long before = completed.getAsLong();
        Timetable.await(measurementEnd);
        long after = completed.getAsLong();
        return (after - before) * NANOS / (System.nanoTime() - begin);
    }

    void awaitStart() throws InterruptedException {
        start.await();
    }

    boolean inWarmUp(long nanoTime) {
        return nanoTime - warmUpEnd < 0 && failure.get() == null;
    }

    boolean inMeasurement(long nanoTime) {
        return nanoTime - measurementEnd < 0 && failure.get() == null;
    }

    void fail(Throwable cause) {
        failure.compareAndSet(null, cause);
    }

    private static Histogram together(List<Worker> workers) {
        Histogram nanos = new Histogram(workers.getFirst().nanos());
        workers.forEach(worker -> nanos.add(worker.nanos()));
        return nanos;
    }
}
