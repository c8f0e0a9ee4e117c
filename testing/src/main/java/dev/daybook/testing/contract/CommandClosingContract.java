package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.CommandStore;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.Intervention;
import dev.daybook.store.Lease;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.Slices;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A closed store neither takes nor tells anything of commands. */
abstract class CommandClosingContract extends CommandFixture {

    CommandClosingContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void a_closed_store_takes_no_commands_and_no_outcomes() {
        EventStore other = openAnother();
        QueuedCommand queued = enqueue(ORDER).getFirst();
        SerializedCommand late = command(ORDER);
        store().close();
        assertThat(store().commit(List.of(Commit.enqueue(to(QUEUE, late)), outcomes(refusal(queued)))))
                .hasSize(2)
                .allSatisfy(result -> assertThat(result)
                        .isInstanceOfSatisfying(
                                CommitResult.Failed.class,
                                failed -> assertThat(failed.error())
                                        .isInstanceOfSatisfying(
                                                StoreUnavailableException.class,
                                                error -> assertThat(error.outcome())
                                                        .isEqualTo(Outcome.NOT_STORED))));
        assertThat(other.commands().read(QUEUE, Slices.all(), 0, 10)).containsExactly(queued);
    }

    @Test
    void a_closed_store_says_so_to_all_who_ask_for_commands() {
        QueuedCommand queued = enqueue(ORDER).getFirst();
        Intervention ann = new Intervention("ann", "Works again");
        Lease lease = lease();
        CommandStore commands = commands();
        store().close();
        List<ThrowingCallable> calls = List.of(
                () -> commands.read(QUEUE, Slices.all(), 0, 1),
                () -> commands.outcomes(List.of(id(queued))),
                () -> commands.find(id(queued)),
                () -> commands.status(QUEUE),
                () -> commands.queues(""),
                () -> commands.scheduledQueues(""),
                () -> commands.park(queued, 1, "It failed", lease),
                () -> commands.parked(QUEUE, 0, 1),
                () -> commands.retry(id(queued), ann),
                () -> commands.edit(id(queued), "{}", ann),
                () -> commands.discard(id(queued), ann),
                () -> commands.cancel(id(queued)),
                () -> commands.releaseDue(1),
                () -> commands.forgetOutcomes(Instant.now(), 1),
                () -> commands.awaitChange(commands.changes(), Duration.ofMinutes(1)));
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(StoreUnavailableException.class));
    }

    @Test
    void parked_and_scheduled_commands_are_found_after_opening_again() {
        List<QueuedCommand> queued = enqueue(ORDER, ORDER);
        SerializedCommand scheduled = command(ORDER);
        store().commit(Commit.enqueue(at(Instant.now().plus(Duration.ofDays(1)), QUEUE, scheduled)));
        commands().park(queued.getFirst(), 3, "It failed", lease());
        store().close();
        CommandStore again = openAnother().commands();
        assertThat(again.parked(QUEUE, 0, 10))
                .hasSize(1)
                .allSatisfy(parked -> assertThat(parked.command()).isEqualTo(queued.getFirst()));
        assertThat(again.status(QUEUE).scheduled()).isEqualTo(1);
        assertThat(again.read(QUEUE, Slices.all(), 0, 10)).isEmpty();
        assertThat(again.cancel(id(scheduled))).isTrue();
        assertThat(again.retry(id(queued.getFirst()), new Intervention("ann", "Works again")))
                .isTrue();
        assertThat(again.read(QUEUE, Slices.all(), 0, 10)).isEqualTo(queued);
    }
}
