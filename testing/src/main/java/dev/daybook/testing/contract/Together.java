package dev.daybook.testing.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Runs tasks that all start at the same moment, each in a thread of its own. */
final class Together {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Together() {}

    /** Runs so many tasks, made of their number from 0, and returns what they return. */
    static <T> List<T> run(int count, IntFunction<Callable<T>> task) throws Exception {
        return run(IntStream.range(0, count).mapToObj(task).toList());
    }

    /** Runs the tasks and returns what they return, in the same order. What one of them throws is thrown. */
    static <T> List<T> run(List<Callable<T>> tasks) throws Exception {
        CyclicBarrier start = new CyclicBarrier(tasks.size());
        try (ExecutorService threads = Executors.newFixedThreadPool(tasks.size())) {
            List<Future<T>> futures = threads.invokeAll(
                    tasks.stream().map(task -> startingAt(start, task)).toList(),
                    PATIENCE.toMillis(),
                    TimeUnit.MILLISECONDS);
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(result(future));
            }
            return results;
        }
    }

    private static <T> Callable<T> startingAt(CyclicBarrier start, Callable<T> task) {
        return () -> {
            start.await();
            return task.call();
        };
    }

    private static <T> T result(Future<T> future) throws Exception {
        return switch (future.state()) {
            case SUCCESS -> future.resultNow();
            case FAILED -> throw new ExecutionException("One of the threads failed", future.exceptionNow());
            case RUNNING, CANCELLED -> throw new AssertionError("One of the threads did not end within " + PATIENCE);
        };
    }
}
