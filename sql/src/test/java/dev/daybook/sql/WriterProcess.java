package dev.daybook.sql;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A process that writes as fast as it can and prints every commit that was acknowledged, until it has written as many as
 * it was told, or is killed.
 */
final class WriterProcess {

    private static final int THREADS = 8;

    private WriterProcess() {}

    /**
     * Writes until done or killed.
     *
     * @param arguments seed, how many commits each thread makes, and where the store is
     */
    public static void main(String... arguments) throws InterruptedException {
        long seed = Long.parseLong(arguments[0]);
        int commits = Integer.parseInt(arguments[1]);
        TestDatabase database = TestDatabase.of(List.of(arguments).subList(2, arguments.length));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Map<StreamId, Version> known = Workload.nothingKnown();
        try (SqlEventStore store = database.open()) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Workload workload = new Workload(new Random(seed + i), known);
                threads.add(Thread.ofPlatform().start(() -> write(store, workload, commits, out)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static void write(EventStore store, Workload workload, int commits, PrintStream out) {
        for (int i = 0; i < commits; i++) {
            Commit commit = workload.next();
            CommitResult result = store.commit(commit);
            workload.learn(commit, result);
            Acknowledged.of(commit, result).ifPresent(one -> out.println(one.toLine()));
        }
    }
}
