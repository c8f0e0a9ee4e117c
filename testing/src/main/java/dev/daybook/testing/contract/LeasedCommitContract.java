package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Lease;
import dev.daybook.store.SerializedCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A commit is carried out only while the leases that it names are held. */
abstract class LeasedCommitContract extends LeaseFixture {

    private static final int MANY = 1_000;

    LeasedCommitContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void a_commit_under_a_held_lease_is_carried_out() {
        live(ANN);
        Lease lease = acquired(ANN, "orders/0");
        assertThat(store().commit(under(lease, append()))).isEqualTo(committed(1, 1));
        assertThat(wholeLog()).hasSize(1);
    }

    @Test
    void a_commit_is_carried_out_though_its_node_was_taken_for_dead_until_another_takes_the_lease() {
        live(ANN);
        Lease lease = acquired(ANN, "orders/0");
        clock.advance(TTL.multipliedBy(2));
        assertThat(timed().commit(under(lease, append()))).isEqualTo(committed(1, 1));
        live(BEN);
        assertThat(timed().commit(under(lease, append()))).isEqualTo(committed(2, 2));
        acquired(BEN, "orders/0");
        assertLost(lease, under(lease, append()));
        live(ANN);
        assertLost(lease, under(lease, append()));
        assertThat(wholeLog()).hasSize(2);
    }

    @Test
    void a_commit_under_a_lease_that_was_handed_back_is_left_out() {
        live(ANN);
        Lease first = acquired(ANN, "orders/0");
        Lease second = acquired(ANN, "orders/1");
        leases().release(ANN, List.of(first));
        assertLost(first, under(first, append()));
        leases().leave(ANN);
        assertLost(second, under(second, append()));
        live(ANN);
        Lease again = acquired(ANN, "orders/0");
        assertLost(first, under(first, append()));
        assertThat(store().commit(under(again, append()))).isEqualTo(committed(1, 1));
    }

    @Test
    void a_commit_under_a_lease_that_nobody_ever_held_is_left_out() {
        live(ANN);
        Lease lease = acquired(ANN, "orders/0");
        for (Lease unknown : List.of(new Lease("never-held", 1), new Lease("orders/0", lease.epoch() + 1))) {
            assertLost(unknown, under(unknown, append()));
        }
    }

    @Test
    void the_first_lost_lease_is_named_and_nothing_of_the_commit_is_stored() {
        live(ANN);
        Lease held = acquired(ANN, "orders/0");
        SerializedCommand enqueued = command(ORDER);
        SerializedCommand decided = command(ORDER);
        Commit commit = new Commit(
                List.of(new Append(ORDER, ExpectedVersion.any(), samples.events(2))),
                List.of(refusal(decided)),
                List.of(to(QUEUE, enqueued)),
                List.of(held, new Lease("b", 1), new Lease("a", 1)));
        assertLost(new Lease("b", 1), commit);
        assertThat(wholeLog()).isEmpty();
        assertThat(commands().find(id(enqueued))).isEmpty();
        assertThat(commands().find(id(decided))).isEmpty();
    }

    @Test
    void a_lost_lease_leaves_other_commits_of_the_list_alone() {
        live(ANN);
        Lease held = acquired(ANN, "orders/0");
        Lease lost = new Lease("orders/1", 1);
        assertThat(store().commit(List.of(under(held, append()), under(lost, append()), append())))
                .containsExactly(committed(1, 1), new CommitResult.LeaseLost(lost), committed(2, 2));
        assertThat(wholeLog()).hasSize(2);
    }

    @Test
    void no_commit_under_the_old_epoch_follows_one_under_the_new() throws Exception {
        EventStore second = openAnother(clock);
        for (int round = 0; round < 20; round++) {
            live(ANN);
            Lease old = acquired(ANN, "orders/" + round);
            clock.advance(TTL);
            live(BEN);
            int begun = wholeLog().size();
            CountDownLatch taken = new CountDownLatch(1);
            List<List<CommitResult>> answers = Together.run(List.<Callable<List<CommitResult>>>of(
                    () -> commitUntilLost(timed(), old, taken), () -> takeAndCommit(second, old, taken)));
            List<CommitResult> byOld = answers.getFirst();
            assertThat(byOld).last().isEqualTo(new CommitResult.LeaseLost(old));
            assertThat(answers.getLast()).containsExactly(committed(begun + byOld.size(), begun + byOld.size()));
            leases().leave(BEN);
        }
    }

    /** Commits one event after the other until the lease is lost; after many, it has been taken. */
    private List<CommitResult> commitUntilLost(EventStore store, Lease lease, CountDownLatch taken) throws Exception {
        List<CommitResult> answers = new ArrayList<>();
        do {
            if (answers.size() == MANY) {
                assertThat(taken.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
            answers.add(store.commit(under(lease, append())));
            assertThat(answers).hasSizeLessThanOrEqualTo(MANY + 1);
        } while (answers.getLast() instanceof CommitResult.Committed);
        return answers;
    }

    /** Takes the lease and commits one event under the new epoch. */
    private List<CommitResult> takeAndCommit(EventStore store, Lease old, CountDownLatch taken) {
        Lease lease = store.leases().acquire(BEN, List.of(old.name()), 1).getFirst();
        taken.countDown();
        return List.of(store.commit(under(lease, append())));
    }

    private Commit append() {
        return Commit.append(ORDER, ExpectedVersion.any(), samples.event());
    }

    private void assertLost(Lease lease, Commit commit) {
        assertThat(store().commit(commit)).isEqualTo(new CommitResult.LeaseLost(lease));
    }
}
