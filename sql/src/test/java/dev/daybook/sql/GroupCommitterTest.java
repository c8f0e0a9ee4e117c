package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.CommitResult.Failed;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.StoreLimits;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import dev.daybook.store.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits for what, and what each is told, when the writer is slow, or broken, or closed. */
final class GroupCommitterTest {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final GroupSize SIZE = new GroupSize(10, 100, 1 << 20);

    private final HoldingWriter writer = new HoldingWriter();
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void endCallers() {
        writer.letGo();
        callers.close();
    }

    @Test
    void a_full_queue_is_refused_with_the_limit_named() throws Exception {
        CommitQueue queue = new CommitQueue(new StoreLimits.Waiting(2, 1 << 20, SHORT), SIZE);
        assertThat(queue.put(new Submission(List.of(commit(), commit())), System.nanoTime()))
                .isNull();

        assertThat(queue.put(new Submission(List.of(commit())), System.nanoTime() + SHORT.toNanos()))
                .contains("The queue of the store is full: 2 commits")
                .contains("allowed are 2 and 1048576")
                .contains("nothing of this commit was stored")
                .contains("raise StoreLimits.waiting");
    }

    @Test
    void whoever_waits_for_room_gets_in_when_there_is_some() throws Exception {
        try (GroupCommitter committer = committer(1, LONG)) {
            List<Future<List<CommitResult>>> all = new ArrayList<>();
            all.add(submit(committer));
            awaitTaken(1);
            for (int i = 0; i < 5; i++) {
                all.add(submit(committer));
            }
            writer.letGo();
            for (Future<List<CommitResult>> one : all) {
                assertThat(one.get()).singleElement().isInstanceOf(Committed.class);
            }
        }
    }

    @Test
    void a_commit_given_up_while_it_waits_is_never_written() throws Exception {
        try (GroupCommitter committer = committer(100, LONG)) {
            Caller taken = Caller.start(committer);
            awaitTaken(1);
            Caller waiting = Caller.start(committer);

            waiting.interrupt();
            assertOutcome(waiting.answer(), Outcome.NOT_STORED);
            taken.interrupt();
            assertOutcome(taken.answer(), Outcome.UNKNOWN);

            writer.letGo();
        }
        assertThat(writer.taken()).hasSize(1);
    }

    @Test
    void the_writer_never_sees_a_commit_given_up_at_the_moment_it_looks() throws Exception {
        CommitQueue queue = new CommitQueue(waiting(100, LONG), SIZE);
        Submission givenUp = new Submission(List.of(commit()));
        Submission next = new Submission(List.of(commit()));
        assertThat(queue.put(givenUp, System.nanoTime())).isNull();
        assertThat(queue.put(next, System.nanoTime())).isNull();

        assertThat(givenUp.withdraw()).isTrue();

        assertThat(queue.take(writer)).containsExactly(next);
        assertThat(next.withdraw()).isFalse();
    }

    @Test
    void an_interrupted_caller_learns_what_is_known_and_stays_interrupted() throws Exception {
        try (GroupCommitter committer = committer(100, LONG)) {
            Future<Boolean> interrupted = callers.submit(() -> {
                Thread.currentThread().interrupt();
                assertOutcome(committer.commit(List.of(commit())), Outcome.NOT_STORED);
                return Thread.currentThread().isInterrupted();
            });
            assertThat(interrupted.get()).isTrue();
        }
    }

    @Test
    void a_caller_whose_time_is_up_learns_whether_its_commit_was_taken() throws Exception {
        try (GroupCommitter committer = committer(100, SHORT)) {
            List<Outcome> outcomes = commitUntilTaken(committer);
            assertThat(outcomes).containsOnlyOnce(Outcome.UNKNOWN);
            writer.letGo();
        }
        assertThat(writer.taken()).hasSize(1);
    }

    @Test
    void closing_does_not_wait_for_ever_for_a_writer_that_hangs() throws Exception {
        GroupCommitter committer = committer(100, SHORT);
        commitUntilTaken(committer);
        committer.close();
        assertOutcome(committer.commit(List.of(commit())), Outcome.NOT_STORED);
    }

    @Test
    void what_waits_when_the_queue_is_closed_is_still_carried_out_and_nothing_after_it() throws Exception {
        CommitQueue queue = new CommitQueue(waiting(100, LONG), SIZE);
        Submission before = new Submission(List.of(commit()));
        assertThat(queue.put(before, System.nanoTime())).isNull();
        queue.close();

        assertThat(queue.put(new Submission(List.of(commit())), System.nanoTime()))
                .isEqualTo(CommitQueue.CLOSED);
        assertThat(queue.take(writer)).containsExactly(before);
        assertThat(queue.take(writer)).isEmpty();
    }

    @Test
    void a_writer_with_a_defect_leaves_nobody_waiting() {
        GroupWriter defect = new GroupWriter() {
            @Override
            public void write(List<Submission> group) {
                throw new IllegalStateException("a defect");
            }

            @Override
            public void close() {}
        };
        try (GroupCommitter committer = new GroupCommitter("test", waiting(100, LONG), SIZE, List.of(defect))) {
            for (int i = 0; i < 3; i++) {
                assertOutcome(committer.commit(List.of(commit())), Outcome.UNKNOWN);
            }
        }
    }

    @Test
    void a_writer_that_fails_while_nobody_waits_carries_out_what_comes() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        GroupWriter defect = new GroupWriter() {
            @Override
            public void write(List<Submission> group) {
                writer.write(group);
            }

            @Override
            public long idle() {
                if (failures.incrementAndGet() <= 2) {
                    throw new OutOfMemoryError("none for this one");
                }
                return Long.MAX_VALUE;
            }

            @Override
            public void close() {}
        };
        writer.letGo();
        try (GroupCommitter committer = new GroupCommitter("test", waiting(100, LONG), SIZE, List.of(defect))) {
            TestRun.await("the writer to have failed", () -> failures.get() > 2);
            assertThat(committer.commit(List.of(commit()))).singleElement().isInstanceOf(Committed.class);
        }
    }

    @Test
    void a_list_larger_than_a_group_is_written_in_several_in_order() throws Exception {
        List<Commit> commits = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            commits.add(commit());
        }
        writer.letGo();
        try (GroupCommitter committer = committer(1, LONG)) {
            assertThat(committer.commit(commits)).hasSize(25).allMatch(Committed.class::isInstance);
        }
        assertThat(writer.taken().stream()
                        .flatMap(List::stream)
                        .map(Submission::commits)
                        .toList())
                .containsExactly(commits.subList(0, 10), commits.subList(10, 20), commits.subList(20, 25));
    }

    private GroupCommitter committer(int commits, Duration timeout) {
        return new GroupCommitter("test", waiting(commits, timeout), SIZE, List.of(writer));
    }

    private static StoreLimits.Waiting waiting(int commits, Duration timeout) {
        return new StoreLimits.Waiting(commits, 1 << 20, timeout);
    }

    /** Commits one after another, each waiting in vain, until the writer has taken one. */
    private List<Outcome> commitUntilTaken(GroupCommitter committer) throws Exception {
        List<Outcome> outcomes = new ArrayList<>();
        TestRun.await("the writer to take a commit", () -> {
            outcomes.add(outcome(committer.commit(List.of(commit()))));
            return !writer.taken().isEmpty();
        });
        return outcomes;
    }

    /** One commit, waited for by a thread of its own. */
    private record Caller(Thread thread, CompletableFuture<List<CommitResult>> result) {

        static Caller start(GroupCommitter committer) {
            CompletableFuture<List<CommitResult>> result = new CompletableFuture<>();
            Thread thread = Thread.ofVirtual().start(() -> result.complete(committer.commit(List.of(commit()))));
            return new Caller(thread, result);
        }

        void interrupt() {
            thread.interrupt();
        }

        List<CommitResult> answer() throws Exception {
            return result.get(60, TimeUnit.SECONDS);
        }
    }

    private Future<List<CommitResult>> submit(GroupCommitter committer) {
        return callers.submit(() -> committer.commit(List.of(commit())));
    }

    private void awaitTaken(int groups) throws Exception {
        TestRun.await("the writer to take a group", () -> writer.taken().size() >= groups);
    }

    private static Commit commit() {
        return Workload.single(StreamId.of("order", "1"), ExpectedVersion.any(), "x");
    }

    private static void assertOutcome(List<CommitResult> results, Outcome expected) {
        assertThat(outcome(results)).isEqualTo(expected);
    }

    private static Outcome outcome(List<CommitResult> results) {
        assertThat(results).singleElement().isInstanceOf(Failed.class);
        return ((StoreUnavailableException) ((Failed) results.getFirst()).error()).outcome();
    }
}
