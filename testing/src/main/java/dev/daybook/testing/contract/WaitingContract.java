package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Waiting for events, and being interrupted while waiting. */
abstract class WaitingContract extends StoreFixture {

    private static final Duration SHORT = Duration.ofMillis(50);

    WaitingContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void whoever_waits_for_what_is_there_goes_on_at_once() throws Exception {
        append(ORDER, 3);
        assertThat(store().awaitBeyond(Position.START, HOUR)).isTrue();
        assertThat(store().awaitBeyond(Position.of(2), Duration.ZERO)).isTrue();
    }

    @Test
    void whoever_waits_for_what_does_not_come_is_let_go_after_the_timeout() throws Exception {
        append(ORDER, 3);
        assertThat(store().awaitBeyond(Position.of(2), SHORT)).isTrue();
        long start = System.nanoTime();
        assertThat(store().awaitBeyond(Position.of(3), SHORT)).isFalse();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SHORT);
        assertThat(store().awaitBeyond(Position.of(3), Duration.ZERO)).isFalse();
        assertThat(store().awaitBeyond(Position.of(1_000), Duration.ofNanos(1))).isFalse();
    }

    @Test
    void an_append_wakes_those_who_wait_on_the_same_store() throws Exception {
        assertAppendWakes(store());
    }

    @Test
    void an_append_wakes_those_who_wait_on_another_store() throws Exception {
        assertAppendWakes(openAnother());
    }

    @Test
    void whoever_waits_for_a_later_position_is_not_woken_for_good_by_an_earlier_one() throws Exception {
        append(ORDER, 1);
        FutureTask<Boolean> waiting = new FutureTask<>(() -> store().awaitBeyond(Position.of(2), HOUR));
        Waits.startAndAwaitItsWait(waiting);
        append(ORDER, 1);
        append(ORDER, 1);
        assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(store().awaitBeyond(Position.of(3), SHORT)).isFalse();
        assertThat(wholeLog()).hasSize(3);
    }

    @Test
    void an_interrupt_ends_the_wait_for_events() throws Exception {
        append(ORDER, 1);
        FutureTask<Boolean> waiting = new FutureTask<>(() -> store().awaitBeyond(Position.of(1), HOUR));
        Waits.startAndAwaitItsWait(waiting).interrupt();
        assertThatThrownBy(() -> waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(InterruptedException.class);
        assertThat(wholeLog()).hasSize(1);
    }

    @Test
    void closing_ends_the_wait_for_events() throws Exception {
        FutureTask<Boolean> waiting = new FutureTask<>(() -> store().awaitBeyond(Position.START, HOUR));
        Waits.startAndAwaitItsWait(waiting);
        store().close();
        assertThatThrownBy(() -> waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("The store is closed");
        assertThatThrownBy(() -> store().awaitBeyond(Position.START, HOUR))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("The store is closed");
    }

    @Test
    void an_interrupt_while_committing_leaves_the_thread_interrupted_and_the_store_whole() throws Exception {
        for (int i = 0; i < 20; i++) {
            SerializedEvent event = samples.event();
            FutureTask<CommitResult> committing = new FutureTask<>(() -> commitInterrupted(event));
            Thread.ofPlatform().start(committing).join();
            CommitResult first = committing.get();
            boolean stored = store().find(event.id()).isPresent();
            if (first instanceof CommitResult.Failed failed) {
                assertThat(failed.error())
                        .isInstanceOfSatisfying(
                                StoreUnavailableException.class,
                                error -> assertThat(stored && error.outcome() == Outcome.NOT_STORED)
                                        .isFalse());
            } else {
                assertThat(first).isInstanceOf(CommitResult.Committed.class);
                assertThat(stored).isTrue();
            }
            assertThat(store().commit(commitOf(event)))
                    .isInstanceOfAny(CommitResult.Committed.class, CommitResult.Duplicate.class);
            assertThat(wholeLog()).hasSize(i + 1);
        }
    }

    private CommitResult commitInterrupted(SerializedEvent event) {
        Thread.currentThread().interrupt();
        CommitResult result = store().commit(List.of(commitOf(event))).getFirst();
        assertThat(Thread.currentThread().isInterrupted())
                .as("the thread is still interrupted")
                .isTrue();
        return result;
    }

    private static Commit commitOf(SerializedEvent event) {
        return Commit.append(ORDER, ExpectedVersion.any(), event);
    }

    private void assertAppendWakes(EventStore other) throws Exception {
        assertThat(other.awaitBeyond(Position.START, Duration.ZERO)).isFalse();
        for (int i = 0; i < 5; i++) {
            Position last = Position.of(i);
            FutureTask<Boolean> waiting = new FutureTask<>(() -> other.awaitBeyond(last, HOUR));
            Waits.startAndAwaitItsWait(waiting);
            append(ORDER, 1);
            assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(other.readAll(last, 10)).hasSize(1);
        }
    }
}
