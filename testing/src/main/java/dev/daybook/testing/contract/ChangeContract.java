package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.CommandStore;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Intervention;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Whoever waits for work learns of it. */
abstract class ChangeContract extends CommandFixture {

    private static final Duration SHORT = Duration.ofMillis(50);

    ChangeContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void every_change_of_queues_and_outcomes_is_counted() {
        EventStore timed = openAnother(clock);
        Intervention ann = new Intervention("ann", "Works again");
        QueuedCommand first = enqueue(ORDER).getFirst();
        SerializedCommand scheduled = command(ORDER);
        SerializedCommand due = command(ORDER);
        List<Runnable> changes = List.of(
                () -> enqueue(ORDER),
                () -> store().commit(outcomes(refusal(command(CUSTOMER)))),
                () -> commands().park(first, 1, "It failed", lease()),
                () -> commands().retry(id(first), ann),
                () -> commands().park(first, 1, "It failed", lease()),
                () -> commands().edit(id(first), "{}", ann),
                () -> commands().park(first, 1, "It failed", lease()),
                () -> commands().discard(id(first), ann));
        for (Runnable change : changes) {
            assertCounted(commands(), change);
        }
        List<Runnable> timedChanges = List.of(
                () -> timed.commit(Commit.enqueue(at(clock.instant().plus(HOUR), QUEUE, scheduled))),
                () -> timed.commands().cancel(id(scheduled)),
                () -> timed.commit(Commit.enqueue(at(clock.instant().plus(HOUR), QUEUE, due))),
                () -> {
                    clock.advance(HOUR);
                    timed.commands().releaseDue(10);
                });
        for (Runnable change : timedChanges) {
            assertCounted(timed.commands(), change);
        }
    }

    @Test
    void whoever_has_missed_a_change_goes_on_at_once() throws Exception {
        long before = commands().changes();
        enqueue(ORDER);
        commands().awaitChange(before, HOUR);
        assertThat(commands().changes()).isGreaterThan(before);
    }

    @Test
    void whoever_waits_in_vain_is_let_go_after_the_timeout() throws Exception {
        enqueue(ORDER);
        long changes = commands().changes();
        long start = System.nanoTime();
        commands().awaitChange(changes, SHORT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(SHORT);
        commands().awaitChange(changes, Duration.ZERO);
        assertThat(commands().changes()).isEqualTo(changes);
    }

    @Test
    void what_was_left_out_is_no_change() {
        store().commit(Commit.enqueue(to(QUEUE, 1, command(ORDER))));
        long changes = commands().changes();
        for (int i = 0; i < 3; i++) {
            assertThat(store().commit(Commit.enqueue(to(QUEUE, 1, command(ORDER)))))
                    .isInstanceOf(CommitResult.QueueFull.class);
        }
        assertThat(commands().changes()).isEqualTo(changes);
    }

    @Test
    void events_alone_are_no_change_of_queues() {
        enqueue(ORDER);
        long changes = commands().changes();
        store().commit(Commit.append(ORDER, ExpectedVersion.any(), samples.events(2)));
        assertThat(commands().changes()).isEqualTo(changes);
        assertThat(wholeLog()).hasSize(2);
    }

    @Test
    void a_command_wakes_those_who_wait_on_the_same_store() throws Exception {
        assertCommandsWake(store());
    }

    @Test
    void a_command_wakes_those_who_wait_on_another_store() throws Exception {
        assertCommandsWake(openAnother());
    }

    @Test
    void an_intervention_wakes_those_who_wait() throws Exception {
        QueuedCommand parked = enqueue(ORDER).getFirst();
        commands().park(parked, 1, "It failed", lease());
        FutureTask<Boolean> waiting = waiting(store(), commands().changes());
        Waits.startAndAwaitItsWait(waiting);
        commands().retry(id(parked), new Intervention("ann", "Works again"));
        assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(pending(QUEUE)).containsExactly(parked);
    }

    @Test
    void an_interrupt_ends_the_wait_for_changes() throws Exception {
        enqueue(ORDER);
        FutureTask<Boolean> waiting = waiting(store(), commands().changes());
        Waits.startAndAwaitItsWait(waiting).interrupt();
        assertThatThrownBy(() -> waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void closing_the_store_ends_the_wait_for_changes() throws Exception {
        enqueue(ORDER);
        FutureTask<Boolean> waiting = waiting(store(), commands().changes());
        Waits.startAndAwaitItsWait(waiting);
        store().close();
        assertThatThrownBy(() -> waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(StoreUnavailableException.class);
    }

    private void assertCommandsWake(EventStore other) throws Exception {
        List<QueuedCommand> read = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            FutureTask<Boolean> waiting = waiting(other, other.commands().changes());
            Waits.startAndAwaitItsWait(waiting);
            List<QueuedCommand> queued = enqueue(ORDER);
            assertThat(waiting.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            read.addAll(queued);
        }
        assertThat(pending(QUEUE)).isEqualTo(read);
    }

    /** Waits for a change; tells whether it came. */
    private static FutureTask<Boolean> waiting(EventStore store, long changes) {
        return new FutureTask<>(() -> {
            store.commands().awaitChange(changes, HOUR);
            return store.commands().changes() > changes;
        });
    }

    private static void assertCounted(CommandStore commands, Runnable change) {
        long before = commands.changes();
        change.run();
        assertThat(commands.changes()).isGreaterThan(before);
    }
}
