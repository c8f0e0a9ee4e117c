package dev.daybook.sql;

import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.SerializedEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Commits that one caller waits for, on their way through the writer. They stay together and in order. */
final class Submission {

    /** Who may decide what becomes of it: the caller while it waits, the writer once it has taken it. */
    private enum Stage {
        WAITING,
        TAKEN,
        ABANDONED
    }

    private final List<Commit> commits;
    private final int events;
    private final long bytes;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WAITING);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final @Nullable CommitResult[] results;

    Submission(List<Commit> commits) {
        this.commits = List.copyOf(commits);
        int eventCount = 0;
        long size = 0;
        for (Commit commit : commits) {
            eventCount += commit.eventCount();
            size += bytesOf(commit);
        }
        this.results = new CommitResult[commits.size()];
        this.events = eventCount;
        this.bytes = size;
    }

    List<Commit> commits() {
        return commits;
    }

    int events() {
        return events;
    }

    /** About what its text takes in memory. */
    long bytes() {
        return bytes;
    }

    /** By the writer, before carrying it out: false if the caller has given up meanwhile. */
    boolean take() {
        return stage.compareAndSet(Stage.WAITING, Stage.TAKEN);
    }

    /** By the caller, giving up: true if the writer had not taken it, so that it will never be carried out. */
    boolean withdraw() {
        return stage.getAndSet(Stage.ABANDONED) == Stage.WAITING;
    }

    /** Whether the caller has given up waiting. */
    boolean abandoned() {
        return stage.get() == Stage.ABANDONED;
    }

    /** By the writer: what became of one commit, seen by the caller once the whole is {@link #answer() answered}. */
    void result(int index, CommitResult result) {
        results[index] = result;
    }

    /** Wakes the caller, once there is a result for every commit. */
    void answer() {
        answered.countDown();
    }

    /** The same result for every commit, except for those that have one; wakes the caller. */
    void answerOpen(CommitResult result) {
        for (int i = 0; i < results.length; i++) {
            if (results[i] == null) {
                results[i] = result;
            }
        }
        answer();
    }

    /** The results, or null if there are none within the time. */
    @Nullable
    List<CommitResult> await(long nanos) throws InterruptedException {
        return answered.await(nanos, TimeUnit.NANOSECONDS) ? List.of(results) : null;
    }

    /** About what the data and user metadata of the events take in memory. */
    static long bytesOf(Commit commit) {
        long size = 0;
        for (Append append : commit.appends()) {
            for (SerializedEvent event : append.events()) {
                size += 2L * event.data().length();
                for (Map.Entry<String, String> entry : event.metadata().user().entrySet()) {
                    size += 2L * (entry.getKey().length() + entry.getValue().length());
                }
            }
        }
        return size;
    }
}
