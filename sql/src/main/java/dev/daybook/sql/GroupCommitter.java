package dev.daybook.sql;

import dev.daybook.DaybookException;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.StoreLimits;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings concurrent commits together into groups, each written by one transaction. Callers wait; a few writer threads,
 * each with a connection of its own, take what has gathered. Knows no SQL.
 */
final class GroupCommitter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitter.class);
    private static final Duration PAUSE_AFTER_DEFECT = Duration.ofMillis(100);

    private final CommitQueue queue;
    private final StoreLimits.Waiting waiting;
    private final GroupSize groupSize;
    private final List<Thread> threads;
    private final Duration closeTimeout;

    GroupCommitter(String name, StoreLimits.Waiting waiting, GroupSize groupSize, List<? extends GroupWriter> writers) {
        this.queue = new CommitQueue(waiting, groupSize);
        this.waiting = waiting;
        this.groupSize = groupSize;
        this.closeTimeout = waiting.timeout();
        List<Thread> started = new ArrayList<>();
        for (GroupWriter writer : writers) {
            started.add(Thread.ofPlatform()
                    .daemon()
                    .name(name + "-writer-" + (started.size() + 1))
                    .start(() -> writeUntilClosed(writer)));
        }
        this.threads = List.copyOf(started);
    }

    /** Carries out the commits in order and returns a result for each. */
    List<CommitResult> commit(List<Commit> commits) {
        long deadline = System.nanoTime() + waiting.timeout().toNanos();
        List<CommitResult> results = new ArrayList<>(commits.size());
        int from = 0;
        while (from < commits.size()) {
            int to = groupSize.endOfGroup(commits, from);
            results.addAll(submit(new Submission(commits.subList(from, to)), deadline));
            from = to;
        }
        return results;
    }

    private List<CommitResult> submit(Submission submission, long deadline) {
        try {
            String refusal = queue.put(submission, deadline);
            if (refusal != null) {
                return failed(submission, new StoreUnavailableException(refusal, Outcome.NOT_STORED));
            }
            List<CommitResult> results = submission.await(deadline - System.nanoTime());
            return results != null ? results : givenUp(submission, "within " + waiting.timeout(), null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return givenUp(submission, "before the waiting thread was interrupted", e);
        }
    }

    private List<CommitResult> givenUp(Submission submission, String when, @Nullable InterruptedException cause) {
        boolean untouched = submission.withdraw();
        if (untouched) {
            queue.remove(submission);
        }
        String message = untouched
                ? "The store did not get to this commit " + when + "; nothing of it was stored: try again later"
                : "The database did not answer " + when
                        + ", whether this commit was stored is unknown: send it again with the same event ids";
        Outcome outcome = untouched ? Outcome.NOT_STORED : Outcome.UNKNOWN;
        return failed(
                submission,
                cause == null
                        ? new StoreUnavailableException(message, outcome)
                        : new StoreUnavailableException(message, outcome, cause));
    }

    private void writeUntilClosed(GroupWriter writer) {
        try (writer) {
            boolean open = true;
            while (open) {
                try {
                    open = writeNext(writer);
                } catch (RuntimeException | Error e) { // a defect, or no memory: it must not end the thread
                    LOG.error("Taking the next commits failed, trying again in {}", PAUSE_AFTER_DEFECT, e);
                    LockSupport.parkNanos(PAUSE_AFTER_DEFECT.toNanos());
                }
            }
        }
    }

    /** False when there will be no more. */
    private boolean writeNext(GroupWriter writer) {
        List<Submission> group = queue.take(writer);
        if (group.isEmpty()) {
            return false;
        }
        write(writer, group);
        return true;
    }

    private void write(GroupWriter writer, List<Submission> group) {
        long started = System.nanoTime();
        try {
            writer.write(group);
        } catch (RuntimeException | Error e) {
            // A writer answers every failure it knows; this one is a defect, and nobody may wait for ever because of
            // it.
            StoreUnavailableException error = new StoreUnavailableException(
                    "The writer failed unexpectedly, whether this commit was stored is unknown: send it again with the same"
                            + " event ids",
                    Outcome.UNKNOWN,
                    e);
            group.forEach(submission -> submission.answerOpen(new CommitResult.Failed(error)));
        } finally {
            queue.written(group.size(), System.nanoTime() - started);
        }
    }

    /** Lets what waits be carried out, then ends; what does not end in time is answered as not stored. */
    @Override
    public void close() {
        queue.close();
        long deadline = System.nanoTime() + closeTimeout.toNanos();
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Submission left : queue.drain()) {
            left.answerOpen(
                    new CommitResult.Failed(new StoreUnavailableException(CommitQueue.CLOSED, Outcome.NOT_STORED)));
        }
        threads.forEach(Thread::interrupt);
    }

    static List<CommitResult> failed(Submission submission, DaybookException error) {
        return Collections.nCopies(submission.commits().size(), new CommitResult.Failed(error));
    }
}
