package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The end of a store, and what is found when it is opened again. */
abstract class ClosingContract extends StoreFixture {

    private static final int MANY = 1_000;

    ClosingContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void a_store_opened_again_holds_everything() {
        append(ORDER, 3);
        append(CUSTOMER, 2);
        List<StoredEvent> log = wholeLog();
        store().close();
        EventStore again = openAnother();
        assertThat(again.readAll(log.getFirst().position(), 10)).hasSize(4).isEqualTo(log.subList(1, 5));
        assertThat(again.head()).isEqualTo(log.getLast().position());
        assertThat(again.eventTypes()).containsExactly(SampleEvents.TYPE);
        assertThat(again.commit(Commit.append(ORDER, ExpectedVersion.exactly(3), samples.event())))
                .isEqualTo(committed(6, 4));
    }

    @Test
    void a_commit_that_was_stored_before_closing_is_known_after_opening_again() {
        Commit commit = Commit.append(ORDER, ExpectedVersion.noneYet(), samples.events(2));
        store().commit(commit);
        store().close();
        assertThat(openAnother().commit(commit)).isEqualTo(duplicate(2, 2));
    }

    @Test
    void commits_after_closing_are_answered_as_not_stored() {
        EventStore other = openAnother();
        append(ORDER, 1);
        store().close();
        SerializedEvent late = samples.event();
        List<CommitResult> results = store().commit(List.of(
                Commit.append(ORDER, ExpectedVersion.any(), late),
                Commit.append(CUSTOMER, ExpectedVersion.any(), samples.event())));
        assertThat(results).hasSize(2).allSatisfy(ClosingContract::assertNotStored);
        assertThat(other.find(late.id())).isEmpty();
        assertThat(other.head().value()).isEqualTo(1);
    }

    @Test
    void closing_twice_does_nothing_more() {
        append(ORDER, 1);
        store().close();
        store().close();
        assertThat(openAnother().head().value()).isEqualTo(1);
    }

    @Test
    void closing_one_store_leaves_others_on_the_same_storage_open() {
        EventStore other = openAnother();
        append(ORDER, 1);
        other.close();
        append(ORDER, 1);
        assertThat(wholeLog()).hasSize(2);
    }

    @Test
    void what_was_answered_while_closing_is_true() throws Exception {
        int writers = 6;
        CountDownLatch underWay = new CountDownLatch(writers * 3);
        CountDownLatch closed = new CountDownLatch(1);
        List<Callable<List<CommitResult>>> tasks = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            StreamId own = StreamId.of("own", "" + i);
            tasks.add(() -> appendUntilRefused(own, underWay, closed));
        }
        tasks.add(() -> {
            underWay.await();
            store().close();
            closed.countDown();
            return List.of();
        });
        List<List<CommitResult>> results = Together.run(tasks);
        EventStore again = openAnother();
        for (int i = 0; i < writers; i++) {
            List<CommitResult> answers = results.get(i);
            assertNotStored(answers.getLast());
            assertThat(again.version(StreamId.of("own", "" + i)).value()).isEqualTo(answers.size() - 1);
        }
    }

    /**
     * Appends events one by one until one is not, the last of many after the store was closed; returns all answers, of which
     * all but the last are positive.
     */
    private List<CommitResult> appendUntilRefused(StreamId stream, CountDownLatch underWay, CountDownLatch closed)
            throws InterruptedException {
        List<CommitResult> answers = new ArrayList<>();
        while (answers.size() <= MANY) {
            if (answers.size() == MANY) {
                assertThat(closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
            Commit commit = Commit.append(stream, ExpectedVersion.exactly(answers.size()), samples.event());
            CommitResult answer = store().commit(List.of(commit)).getFirst();
            answers.add(answer);
            underWay.countDown();
            if (!(answer instanceof CommitResult.Committed)) {
                return answers;
            }
        }
        throw new AssertionError("The store still commits though it was closed");
    }

    private static void assertNotStored(CommitResult result) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        CommitResult.Failed.class,
                        failed -> assertThat(failed.error())
                                .isInstanceOfSatisfying(
                                        StoreUnavailableException.class,
                                        error -> assertThat(error.outcome()).isEqualTo(Outcome.NOT_STORED)));
    }
}
