package dev.daybook.sql;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that write a {@link Workload}, each repeating a commit that failed retryably until it is answered. */
final class Writers implements AutoCloseable {

    private final EventStore store;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> running = new ArrayList<>();
    private final List<AtomicLong> answered = new ArrayList<>();
    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<StoreUnavailableException> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean givingUp = new AtomicBoolean();

    private Writers(EventStore store) {
        this.store = store;
    }

    static Writers start(EventStore store, int count, Random random) {
        Writers writers = new Writers(store);
        Map<StreamId, Version> known = Workload.nothingKnown();
        for (int i = 0; i < count; i++) {
            Workload workload = new Workload(new Random(random.nextLong()), known);
            AtomicLong answered = new AtomicLong();
            writers.answered.add(answered);
            writers.running.add(writers.threads.submit(() -> writers.write(workload, answered)));
        }
        return writers;
    }

    private void write(Workload workload, AtomicLong answers) {
        while (!stopping.get()) {
            Commit commit = workload.next();
            CommitResult result = commitUntilAnswered(commit);
            workload.learn(commit, result);
            Acknowledged.of(commit, result).ifPresent(acknowledged::add);
            answers.incrementAndGet();
        }
    }

    private CommitResult commitUntilAnswered(Commit commit) {
        while (true) {
            try {
                return store.commit(commit);
            } catch (StoreUnavailableException e) {
                failures.add(e);
                if (givingUp.get()) {
                    throw e;
                }
            }
        }
    }

    /** Waits until so many more commits have been acknowledged. */
    void awaitAcknowledged(int count) throws Exception {
        int target = acknowledged.size() + count;
        TestRun.await(count + " more commits", () -> {
            failIfAnyEnded();
            return acknowledged.size() >= target;
        });
    }

    /** Waits until every writer has got an answer, so that none still waits for that of a commit it has made before. */
    void awaitAllAnswered() throws Exception {
        List<Long> before = answered.stream().map(AtomicLong::get).toList();
        TestRun.await("an answer to each writer", () -> {
            failIfAnyEnded();
            for (int i = 0; i < before.size(); i++) {
                if (answered.get(i).get() == before.get(i)) {
                    return false;
                }
            }
            return true;
        });
    }

    private void failIfAnyEnded() throws Exception {
        for (Future<?> one : running) {
            if (one.isDone()) {
                one.get();
                throw new AssertionError("A writer ended by itself");
            }
        }
    }

    /** Lets every writer get the answer it waits for; all that was acknowledged. */
    List<Acknowledged> stop() throws InterruptedException, ExecutionException {
        stopping.set(true);
        for (Future<?> one : running) {
            one.get();
        }
        return List.copyOf(acknowledged);
    }

    /** The retryable errors that writers met so far. */
    List<StoreUnavailableException> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        stopping.set(true);
        givingUp.set(true);
        threads.close(); // waits for the writers, each of which gets an answer or a timeout
    }
}
