package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.aggregate.SnapshotPolicy;
import dev.daybook.command.Outcome;
import dev.daybook.store.Snapshot;
import dev.daybook.store.Version;
import dev.daybook.testing.InMemoryEventStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** States kept beside long streams save reading them again, and are never needed. */
@Timeout(60)
final class SnapshotTest {

    /** A command. */
    sealed interface Step {
        String key();
    }

    record Walk(String key, int steps) implements Step {}

    /** Refused unless exactly so many steps were made. */
    record Check(String key, int steps) implements Step {}

    /** An event. */
    sealed interface Made {}

    record Walked(int steps) implements Made {}

    /** A state of more than one kind. */
    sealed interface Progress {}

    record Resting() implements Progress {}

    record Walking(int steps) implements Progress {}

    static final class Walker implements Decider<Step, Progress, Made> {
        @Override
        public Progress initial() {
            return new Resting();
        }

        @Override
        public Decision<Made> decide(Step step, Progress progress) {
            return switch (step) {
                case Walk walk -> Decision.accept(new Walked(walk.steps()));
                case Check check ->
                    check.steps() == steps(progress)
                            ? Decision.nothing()
                            : Decision.refuse("other", "There were " + steps(progress));
            };
        }

        @Override
        public Progress evolve(Progress progress, Made made) {
            return switch (made) {
                case Walked walked -> new Walking(steps(progress) + walked.steps());
            };
        }

        private static int steps(Progress progress) {
            return switch (progress) {
                case Resting resting -> 0;
                case Walking walking -> walking.steps();
            };
        }
    }

    private static final SnapshotPolicy<Progress> EVERY_TEN = SnapshotPolicy.every(10, Progress.class);

    private final InMemoryEventStore memory = new InMemoryEventStore();
    private final TappedStore store = new TappedStore(memory);
    private final AtomicReference<BoundedContext> running = new AtomicReference<>(start(EVERY_TEN));

    private BoundedContext start(SnapshotPolicy<Progress> policy) {
        Aggregate<Step, Progress, Made> aggregate = Aggregate.named("walk")
                .commands(Step.class, Step::key)
                .events(Made.class)
                .decider(new Walker())
                .snapshots(policy);
        return BoundedContext.named("walks").store(store).aggregate(aggregate).start();
    }

    /** Starts anew, with nothing in memory; what waited to be kept has been kept by then. */
    private BoundedContext restart(SnapshotPolicy<Progress> policy) {
        running.get().close();
        store.reads.clear();
        running.set(start(policy));
        return running.get();
    }

    private void walk(int times) {
        for (int i = 0; i < times; i++) {
            running.get().send(new Walk("a", 2));
        }
    }

    @AfterEach
    void close() {
        running.get().close();
    }

    private static void assertSteps(BoundedContext context, int steps) {
        assertThat(context.send(new Check("a", steps))).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void a_cold_node_reads_only_what_came_after_the_last_one() {
        walk(25);

        BoundedContext context = restart(EVERY_TEN);

        assertSteps(context, 50);
        assertThat(store.reads).isEqualTo(List.of(Version.of(20)));
    }

    @Test
    void below_the_number_of_events_none_is_taken() {
        walk(9);

        BoundedContext context = restart(EVERY_TEN);

        assertSteps(context, 18);
        assertThat(store.reads).isEqualTo(List.of(Version.NONE));
    }

    @Test
    void a_node_that_went_on_from_one_takes_the_next() {
        walk(15);
        restart(EVERY_TEN);
        walk(7);

        assertSteps(restart(EVERY_TEN), 44);
        assertThat(store.reads).isEqualTo(List.of(Version.of(20)));
    }

    @Test
    void another_revision_is_replayed_from_the_beginning_and_kept_anew() {
        walk(25);

        assertSteps(restart(EVERY_TEN.revision(2)), 50);
        assertThat(store.reads).isEqualTo(List.of(Version.NONE));

        assertSteps(restart(EVERY_TEN.revision(2)), 50);
        assertThat(store.reads).isEqualTo(List.of(Version.of(25)));
    }

    @Test
    void one_that_cannot_be_read_is_passed_over() {
        UnaryOperator<Snapshot> spoilt = kept -> new Snapshot(
                kept.stream(), kept.version(), kept.position(), kept.recordedAt(), kept.shape(), "{\"type\":\"gone\"}");
        store.spoilSnapshots(spoilt);
        walk(25);

        assertSteps(restart(EVERY_TEN), 50);
        assertThat(store.reads).isEqualTo(List.of(Version.NONE));
    }

    @Test
    void a_slow_snapshot_store_holds_up_no_command() {
        Gate gate = new Gate();
        store.spoilSnapshots(kept -> {
            gate.pass();
            return kept;
        });
        walk(25);

        assertSteps(running.get(), 50);
        gate.open();
    }

    @Test
    void they_may_be_dropped_at_any_time() {
        walk(25);
        running.get().close();
        assertThat(memory.snapshots().drop("walk", 10)).isEqualTo(2);

        assertSteps(restart(EVERY_TEN), 50);
    }

    @Test
    void a_replay_that_took_long_leaves_one_behind() {
        walk(5);

        assertSteps(restart(EVERY_TEN.orAfterReplayOf(Duration.ofNanos(1))), 10);
        assertSteps(restart(EVERY_TEN), 10);

        assertThat(store.reads).isEqualTo(List.of(Version.of(5)));
    }
}
