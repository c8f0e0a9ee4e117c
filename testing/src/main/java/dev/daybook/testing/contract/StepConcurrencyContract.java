package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.CommitResult.ProgressLost;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Position;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Steps of many subscriptions' partitions at one time, beside other commits. */
abstract class StepConcurrencyContract extends StepFixture {

    private static final int PARTITIONS = 4;
    private static final int STEPS_EACH = 25;

    StepConcurrencyContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void of_two_who_step_from_the_same_checkpoint_one_wins_each_time() throws Exception {
        EventStore one = prepared(store(), PARTITIONS);
        EventStore two = prepared(openAnother(), PARTITIONS);
        List<Integer> won = Together.run(2 * PARTITIONS, task -> () -> {
            EventStore own = task < PARTITIONS ? one : two;
            return stepAll(own, task % PARTITIONS, "by-" + task);
        });
        assertThat(won.stream().mapToInt(Integer::intValue).sum()).isEqualTo(PARTITIONS * STEPS_EACH);
        assertThat(wholeLog()).hasSize(PARTITIONS * STEPS_EACH);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertCheckpoint(partition, STEPS_EACH);
            assertThat(documents("of-" + partition).get("of-" + partition))
                    .satisfies(last -> assertThat(last.updated()).isEqualTo(Position.of(1)));
        }
    }

    /** How many steps this one has made until the last was made by anyone. */
    private int stepAll(EventStore own, int partition, String by) {
        int won = 0;
        for (long from = 0; from < STEPS_EACH; from++) {
            Commit commit = Commit.append(ORDER, ExpectedVersion.any(), samples.event())
                    .with(step(partition, from, from + 1), put("of-" + partition, "{\"by\": \"" + by + "\"}"));
            CommitResult result = own.commit(commit);
            assertThat(result).isInstanceOfAny(Committed.class, ProgressLost.class);
            won += result instanceof Committed ? 1 : 0;
        }
        return won;
    }

    @Test
    void steps_and_plain_commits_go_on_beside_each_other() throws Exception {
        EventStore store = prepared(store(), PARTITIONS);
        List<Callable<Integer>> tasks = List.of(
                () -> stepAll(store, 0, "a"),
                () -> stepAll(store, 1, "b"),
                () -> appendAll(store),
                () -> appendAll(store));
        assertThat(Together.run(tasks)).containsOnly(STEPS_EACH);
        assertThat(wholeLog()).hasSize(4 * STEPS_EACH);
        assertThat(wholeStream(ORDER)).hasSize(2 * STEPS_EACH);
    }

    private int appendAll(EventStore store) {
        int stored = 0;
        for (int i = 0; i < STEPS_EACH; i++) {
            CommitResult result = store.commit(Commit.append(CUSTOMER, ExpectedVersion.any(), samples.event()));
            stored += result instanceof Committed ? 1 : 0;
        }
        return stored;
    }
}
