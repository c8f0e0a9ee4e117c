package dev.daybook.sql;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.Position;
import dev.daybook.store.Version;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stores nothing: takes groups and answers them as committed, but not before it is let go. */
final class HoldingWriter implements GroupWriter {

    private final CountDownLatch letGo = new CountDownLatch(1);
    private final Queue<List<Submission>> taken = new ConcurrentLinkedQueue<>();

    void letGo() {
        letGo.countDown();
    }

    /** The groups taken so far, oldest first. */
    List<List<Submission>> taken() {
        return List.copyOf(taken);
    }

    @Override
    public void write(List<Submission> group) {
        taken.add(List.copyOf(group));
        try {
            if (!letGo.await(60, TimeUnit.SECONDS)) {
                throw new AssertionError("Never let go");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // closed meanwhile; answers nothing
        }
        for (Submission submission : group) {
            for (int i = 0; i < submission.commits().size(); i++) {
                submission.result(i, committed(submission.commits().get(i)));
            }
        }
        Submission.answer(group);
    }

    private static CommitResult committed(Commit commit) {
        return new CommitResult.Committed(
                Position.of(1),
                commit.appends().stream().map(append -> Version.of(1)).toList());
    }

    @Override
    public void close() {
        letGo();
    }
}
