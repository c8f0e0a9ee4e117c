package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.Enqueue;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.Lease;
import dev.daybook.store.LimitExceededException;
import dev.daybook.store.NewOutcome;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoreLimits;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of several reasons to leave a commit out, the first in the order that the store promises is told. */
abstract class CheckOrderContract extends CommandFixture {

    private final SerializedCommand decided = command(CUSTOMER);
    private final SerializedEvent event = samples.event();
    private final Lease neverHeld = new Lease("never-held", 1);

    CheckOrderContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    /** A decided command, an event at version 1, and a queue with one command. */
    @BeforeEach
    void fillTheStore() {
        store().commit(Commit.append(CUSTOMER, ExpectedVersion.any(), event));
        store().commit(outcomes(refusal(decided)));
        store().commit(Commit.enqueue(to(QUEUE, command(ORDER))));
    }

    @Test
    void limits_come_before_leases() {
        EventStore limited = openAnother(StoreLimits.defaults().withEventsPerCommit(1));
        Commit beyond = Commit.append(ORDER, ExpectedVersion.any(), samples.events(2));
        assertThatThrownBy(() -> limited.commit(under(neverHeld, beyond))).isInstanceOf(LimitExceededException.class);
        assertUnchanged();
    }

    @Test
    void leases_come_before_outcomes() {
        Commit commit = new Commit(
                List.of(), List.of(refusal(decided)), List.of(to(QUEUE, 1, command(ORDER))), List.of(neverHeld));
        assertThat(store().commit(commit)).isEqualTo(new CommitResult.LeaseLost(neverHeld));
        assertUnchanged();
    }

    @Test
    void outcomes_come_before_event_ids() {
        Append repeated = new Append(CUSTOMER, ExpectedVersion.any(), List.of(event));
        Append reused = new Append(ORDER, ExpectedVersion.any(), List.of(event));
        assertThat(store().commit(with(repeated, refusal(decided)))).isInstanceOf(CommitResult.AlreadyDecided.class);
        assertThat(store().commit(with(reused, refusal(decided)))).isInstanceOf(CommitResult.AlreadyDecided.class);
        assertUnchanged();
    }

    @Test
    void event_ids_come_before_room_in_queues() {
        SerializedCommand command = command(ORDER);
        Append repeated = new Append(CUSTOMER, ExpectedVersion.any(), List.of(event));
        assertThat(store().commit(with(repeated, to(QUEUE, 1, command)))).isEqualTo(duplicate(1, 1));
        Append reused = new Append(ORDER, ExpectedVersion.any(), List.of(event));
        assertThatThrownBy(() -> store().commit(with(reused, to(QUEUE, 1, command))))
                .isInstanceOf(InvalidEventException.class);
        assertThat(commands().find(id(command))).isEmpty();
        assertUnchanged();
    }

    @Test
    void a_duplicate_does_not_enqueue_and_decides_nothing() {
        SerializedCommand enqueued = command(ORDER);
        SerializedCommand undecided = command(ORDER);
        Append repeated = new Append(CUSTOMER, ExpectedVersion.any(), List.of(event));
        Append check = new Append(ORDER, ExpectedVersion.exactly(9), List.of());
        Commit commit = new Commit(
                List.of(repeated, check), List.of(refusal(undecided)), List.of(to(QUEUE, enqueued)), List.of());
        assertThat(store().commit(commit)).isEqualTo(duplicate(1, 1, 0));
        assertThat(commands().find(id(enqueued))).isEmpty();
        assertThat(commands().find(id(undecided))).isEmpty();
        assertUnchanged();
    }

    @Test
    void room_in_queues_comes_before_expected_versions() {
        Append conflicting = new Append(ORDER, ExpectedVersion.exactly(9), samples.events(1));
        assertThat(store().commit(with(conflicting, to(QUEUE, 1, command(ORDER)))))
                .isEqualTo(new CommitResult.QueueFull(QUEUE, 1, 1));
        assertUnchanged();
    }

    @Test
    void expected_versions_come_before_the_look_at_data() {
        Append conflicting = new Append(ORDER, ExpectedVersion.exactly(9), List.of(samples.event("no JSON")));
        assertThat(store().commit(Commit.of(conflicting))).isEqualTo(conflict(ORDER, ExpectedVersion.exactly(9), 0));
        Append fitting = new Append(ORDER, ExpectedVersion.exactly(9), samples.events(1));
        assertThat(store().commit(with(fitting, to(QUEUE, command(ORDER, "no JSON")))))
                .isEqualTo(conflict(ORDER, ExpectedVersion.exactly(9), 0));
        assertUnchanged();
    }

    private static Commit with(Append append, NewOutcome outcome) {
        return new Commit(List.of(append), List.of(outcome), List.of(), List.of());
    }

    private static Commit with(Append append, Enqueue enqueue) {
        return new Commit(List.of(append), List.of(), List.of(enqueue), List.of());
    }

    private void assertUnchanged() {
        assertThat(events(wholeLog())).containsExactly(event);
        assertThat(verdict(id(decided))).isEqualTo(REFUSED);
        assertThat(pending(QUEUE)).hasSize(1);
    }
}
