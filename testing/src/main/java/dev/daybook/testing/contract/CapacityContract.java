package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.Enqueue;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.SerializedCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A queue holds exactly as many pending commands as it may. */
abstract class CapacityContract extends CommandFixture {

    CapacityContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void a_queue_takes_commands_up_to_its_capacity_and_no_more() {
        for (int i = 0; i < 3; i++) {
            assertThat(enqueueWithin(3)).isEqualTo(committed(0));
        }
        assertThat(enqueueWithin(3)).isEqualTo(full(3, 3));
        assertThat(enqueueWithin(2)).isEqualTo(full(3, 2));
        assertThat(enqueueWithin(4)).isEqualTo(committed(0));
        assertThat(pending(QUEUE)).hasSize(4);
        assertThat(commands().status(QUEUE).pending()).isEqualTo(4);
    }

    @Test
    void a_commit_for_which_there_is_not_enough_room_is_left_out_whole() {
        enqueue(ORDER);
        Commit commit = new Commit(
                List.of(new Append(ORDER, ExpectedVersion.any(), samples.events(1))),
                List.of(refusal(command(ORDER))),
                List.of(to(OTHER_QUEUE, command(ORDER)), to(QUEUE, 2, command(ORDER)), to(QUEUE, 2, command(ORDER))),
                List.of());
        assertThat(store().commit(commit)).isEqualTo(full(1, 2));
        assertThat(wholeLog()).isEmpty();
        assertThat(pending(QUEUE)).hasSize(1);
        assertThat(pending(OTHER_QUEUE)).isEmpty();
        assertThat(commands()
                        .outcomes(List.of(commit.outcomes().getFirst().command().id())))
                .isEmpty();
    }

    @Test
    void the_first_queue_without_room_is_named() {
        SerializedCommand waiting = command(CUSTOMER);
        store().commit(Commit.enqueue(to(OTHER_QUEUE, waiting), to(QUEUE, command(ORDER))));
        assertThat(store().commit(Commit.enqueue(
                        to("third", 1, command(ORDER)),
                        to(OTHER_QUEUE, 1, command(ORDER)),
                        to(QUEUE, 1, command(ORDER)))))
                .isEqualTo(new CommitResult.QueueFull(OTHER_QUEUE, 1, 1));
        assertThat(pendingCommands(OTHER_QUEUE)).containsExactly(waiting);
        assertThat(pending("third")).isEmpty();
    }

    @Test
    void queues_do_not_take_each_others_room() {
        enqueue(ORDER, ORDER, ORDER);
        assertThat(store().commit(Commit.enqueue(to(OTHER_QUEUE, 1, command(ORDER)))))
                .isEqualTo(committed(0));
        assertThat(pending(OTHER_QUEUE)).hasSize(1);
    }

    @Test
    void known_commands_need_no_room() {
        SerializedCommand waiting = command(ORDER);
        SerializedCommand decided = command(ORDER);
        store().commit(Commit.enqueue(to(QUEUE, waiting)));
        store().commit(outcomes(refusal(decided)));
        assertThat(store().commit(Commit.enqueue(to(QUEUE, 1, waiting), to(QUEUE, 1, decided))))
                .isEqualTo(committedWithout(0, id(waiting), id(decided)));
        assertThat(pendingCommands(QUEUE)).containsExactly(waiting);
    }

    @Test
    void a_command_that_leaves_makes_room_for_the_next() {
        QueuedCommand queued = enqueue(ORDER).getFirst();
        assertThat(enqueueWithin(1)).isEqualTo(full(1, 1));
        store().commit(outcomes(refusal(queued)));
        assertThat(enqueueWithin(1)).isEqualTo(committed(0));
        assertThat(pending(QUEUE)).hasSize(1);
    }

    @Test
    void a_command_that_leaves_makes_room_in_its_own_commit() {
        List<QueuedCommand> queued = enqueue(ORDER, ORDER);
        SerializedCommand first = command(CUSTOMER);
        SerializedCommand second = command(CUSTOMER);
        Commit twoForOne = new Commit(
                List.of(),
                List.of(refusal(queued.getFirst())),
                List.of(to(QUEUE, 2, first), to(QUEUE, 2, second)),
                List.of());
        assertThat(store().commit(twoForOne)).isEqualTo(full(1, 2));
        Commit oneForOne =
                new Commit(List.of(), List.of(refusal(queued.getFirst())), List.of(to(QUEUE, 2, first)), List.of());
        assertThat(store().commit(oneForOne)).isEqualTo(committed(0));
        assertThat(pendingCommands(QUEUE)).containsExactly(queued.getLast().command(), first);
    }

    @Test
    void commits_of_one_list_fill_a_queue_one_after_another() {
        List<Commit> list = new ArrayList<>();
        List<CommitResult> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            list.add(Commit.enqueue(to(QUEUE, 7, command(ORDER))));
            expected.add(i < 7 ? committed(0) : full(7, 7));
        }
        assertThat(store().commit(list)).isEqualTo(expected);
        assertThat(commandsOf(pending(QUEUE)))
                .isEqualTo(list.subList(0, 7).stream()
                        .map(commit -> commit.enqueued().getFirst().command())
                        .toList());
    }

    @Test
    void commands_that_wait_for_their_time_need_no_room_until_they_join() {
        enqueue(ORDER);
        SerializedCommand later = command(ORDER);
        Instant due = Instant.now().plus(Duration.ofDays(1));
        assertThat(store().commit(Commit.enqueue(new Enqueue(QUEUE, 1, later, Optional.of(due)))))
                .isEqualTo(committed(0));
        assertThat(enqueueWithin(2)).isEqualTo(committed(0));
        assertThat(enqueueWithin(2)).isEqualTo(full(2, 2));
        Enqueue overdue =
                new Enqueue(QUEUE, 2, command(ORDER), Optional.of(Instant.now().minusSeconds(3_600)));
        assertThat(store().commit(Commit.enqueue(overdue))).isEqualTo(full(2, 2));
        assertThat(commands().status(QUEUE).scheduled()).isEqualTo(1);
    }

    @Test
    void what_is_due_joins_its_queue_whatever_the_capacity() {
        EventStore timed = openAnother(clock);
        Instant due = clock.instant().plusSeconds(10);
        timed.commit(Commit.enqueue(new Enqueue(QUEUE, 1, command(ORDER), Optional.of(due))));
        timed.commit(Commit.enqueue(to(QUEUE, 1, command(ORDER))));
        clock.advance(Duration.ofSeconds(10));
        timed.commands().releaseDue(10);
        assertThat(pending(QUEUE)).hasSize(2);
        assertThat(enqueueWithin(2)).isEqualTo(full(2, 2));
    }

    @Test
    void parked_commands_take_room() {
        QueuedCommand queued = enqueue(ORDER).getFirst();
        assertThat(commands().park(queued, 3, "It failed", lease())).isTrue();
        assertThat(commands().status(QUEUE).parked()).isEqualTo(1);
        assertThat(enqueueWithin(1)).isEqualTo(full(1, 1));
    }

    private CommitResult enqueueWithin(long capacity) {
        return store().commit(Commit.enqueue(to(QUEUE, capacity, command(ORDER))));
    }

    private static CommitResult full(long pending, long capacity) {
        return new CommitResult.QueueFull(QUEUE, pending, capacity);
    }
}
