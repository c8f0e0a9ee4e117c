package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Position;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Every caller of a group wakes up, whatever becomes of the caller who was to wake it. */
final class GroupAnswerTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final CommitResult RESULT = new CommitResult.Committed(Position.of(1), List.of(Version.of(1)));

    private final List<Submission> group = new ArrayList<>();
    private final List<Future<List<CommitResult>>> waiting = new ArrayList<>();

    @Test
    void an_answer_wakes_every_caller_of_its_group() throws Exception {
        addWaiting(20);

        answer();

        assertAllAnswered();
    }

    @Test
    void a_caller_who_had_given_up_keeps_nobody_waiting() throws Exception {
        Submission givenUp = addIdle();
        addWaiting(6);
        assertThat(givenUp.withdraw()).isTrue();

        answer();

        assertAllAnswered();
    }

    @Test
    void a_caller_who_gives_up_without_having_seen_the_answer_passes_it_on() throws Exception {
        Submission late = addIdle();
        addWaiting(6);
        assertThat(late.take()).isTrue();

        answer();
        assertThat(late.withdraw()).isFalse();

        assertAllAnswered();
    }

    @Test
    void without_an_answer_a_caller_waits_no_longer_than_its_time() throws Exception {
        assertThat(addIdle().await(Duration.ofMillis(1).toNanos())).isNull();
    }

    private Submission addIdle() {
        Submission submission = new Submission(List.of(commit()));
        group.add(submission);
        return submission;
    }

    private void addWaiting(int callers) throws Exception {
        for (int i = 0; i < callers; i++) {
            CompletableFuture<Submission> made = new CompletableFuture<>();
            FutureTask<List<CommitResult>> results = new FutureTask<>(() -> {
                Submission submission = new Submission(List.of(commit()));
                made.complete(submission);
                return submission.await(LONG.toNanos());
            });
            Thread caller = Thread.ofPlatform().daemon().start(results);
            group.add(made.get());
            waiting.add(results);
            while (caller.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
    }

    private void answer() {
        group.forEach(submission -> submission.result(0, RESULT));
        Submission.answer(group);
    }

    private void assertAllAnswered() throws Exception {
        for (Future<List<CommitResult>> results : waiting) {
            assertThat(results.get(LONG.toSeconds() / 3, TimeUnit.SECONDS)).containsExactly(RESULT);
        }
    }

    private static Commit commit() {
        return Workload.single(StreamId.of("order", "1"), ExpectedVersion.any(), "x");
    }
}
