package dev.daybook.sql;

import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.SerializedEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Commits that one caller waits for, on their way through the writer. They stay together and in order. To be made by the
 * thread that will wait.
 */
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
    private final Thread caller = Thread.currentThread();
    private final @Nullable CommitResult[] results;
    private List<Submission> group = List.of();
    private int indexInGroup;
    private volatile boolean answered;

    Submission(List<Commit> commits) {
        this.commits = List.copyOf(commits);
        int rows = 0;
        long size = 0;
        for (Commit commit : commits) {
            rows += CommitSize.rows(commit);
            size += bytesOf(commit);
        }
        this.results = new CommitResult[commits.size()];
        this.events = rows;
        this.bytes = size;
    }

    List<Commit> commits() {
        return commits;
    }

    /** Events, outcomes and commands together. */
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
        boolean untouched = stage.getAndSet(Stage.ABANDONED) == Stage.WAITING;
        if (answered) {
            wakeNext(); // whoever answered may not have seen that nobody waits here any more
        }
        return untouched;
    }

    /** Whether the caller has given up waiting. */
    boolean abandoned() {
        return stage.get() == Stage.ABANDONED;
    }

    /** By the writer: what became of one commit, seen by the caller once the whole is {@link #answer(List) answered}. */
    void result(int index, CommitResult result) {
        results[index] = result;
    }

    /**
     * Answers all submissions of a group, once there is a result for every commit. Waking the callers one by one would keep the
     * writer from its next group, so it wakes the first, and whoever wakes up wakes two more.
     */
    static void answer(List<Submission> group) {
        // From the last to the first: whoever sees its answer wakes those behind it, who must see theirs then.
        for (int i = group.size() - 1; i >= 0; i--) {
            Submission submission = group.get(i);
            submission.group = group;
            submission.indexInGroup = i;
            submission.answered = true;
        }
        LockSupport.unpark(group.getFirst().caller);
        for (Submission submission : group) {
            if (submission.abandoned()) {
                submission.wakeNext();
            }
        }
    }

    /** The same result for every commit, except for those that have one; wakes the caller. */
    void answerOpen(CommitResult result) {
        for (int i = 0; i < results.length; i++) {
            if (results[i] == null) {
                results[i] = result;
            }
        }
        answer(List.of(this));
    }

    /** The results, or null if there are none within the time. */
    @Nullable
    List<CommitResult> await(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (!answered) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return null;
            }
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        wakeNext();
        return List.of(results);
    }

    private void wakeNext() {
        int first = 2 * indexInGroup + 1;
        for (int i = first; i < Math.min(first + 2, group.size()); i++) {
            LockSupport.unpark(group.get(i).caller);
        }
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
        return size + CommitSize.commandBytes(commit);
    }
}
