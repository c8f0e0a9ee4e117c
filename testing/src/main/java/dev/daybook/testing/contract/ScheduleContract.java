package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.daybook.store.CommandState;
import dev.daybook.store.Commit;
import dev.daybook.store.Enqueue;
import dev.daybook.store.EventStore;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.SerializedCommand;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that wait for their time, by the store's clock. */
abstract class ScheduleContract extends CommandFixture {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Instant start = clock.instant();
    private EventStore timed;

    @SuppressWarnings("NullAway.Init") // by openAStoreWithTheClock, before each test
    ScheduleContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @BeforeEach
    void openAStoreWithTheClock() {
        timed = openAnother(clock);
    }

    @Test
    void a_command_is_not_in_its_queue_before_its_time() {
        SerializedCommand command = command(ORDER);
        assertThat(schedule(start.plus(MINUTE), command)).isEqualTo(start.plus(MINUTE));
        assertThat(pending(QUEUE)).isEmpty();
        assertThat(commands().queues("")).isEmpty();
        assertThat(commands().status(QUEUE).pending()).isZero();
        assertThat(commands().status(QUEUE).scheduled()).isEqualTo(1);
        clock.advance(MINUTE.minusNanos(1_000));
        assertThat(timed.commands().releaseDue(10)).contains(start.plus(MINUTE));
        assertThat(pending(QUEUE)).isEmpty();
    }

    @Test
    void a_command_joins_its_queue_when_its_time_has_come() {
        SerializedCommand command = command(ORDER);
        schedule(start.plus(MINUTE), command);
        SerializedCommand earlier = command(CUSTOMER);
        timed.commit(Commit.enqueue(to(QUEUE, earlier)));
        Instant release = clock.advance(MINUTE);
        assertThat(timed.commands().releaseDue(10)).isEmpty();
        assertThat(pendingCommands(QUEUE)).containsExactly(earlier, command);
        QueuedCommand released = pending(QUEUE).getLast();
        assertThat(released.enqueuedAt()).isEqualTo(release);
        assertThat(commands().find(id(command))).contains(new CommandState.Queued(released));
        assertThat(commands().status(QUEUE).scheduled()).isZero();
        assertThat(timed.commands().releaseDue(10)).isEmpty();
        assertThat(pending(QUEUE)).hasSize(2);
    }

    @Test
    void a_time_that_cannot_be_kept_is_refused_and_the_last_that_can_holds_up_nothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> schedule(Instant.MAX, command(ORDER)))
                .withMessageContaining("9999");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> schedule(Instant.parse("+10000-01-01T00:00:00Z"), command(ORDER)));
        SerializedCommand last = command(ORDER);
        SerializedCommand soon = command(CUSTOMER);
        schedule(Enqueue.LATEST_DUE, last);
        schedule(start.plus(MINUTE), soon);
        clock.advance(MINUTE);
        assertThat(timed.commands().releaseDue(10)).contains(Enqueue.LATEST_DUE);
        assertThat(pendingCommands(QUEUE)).containsExactly(soon);
    }

    @Test
    void a_time_long_ago_is_at_once() {
        SerializedCommand command = command(ORDER);
        timed.commit(Commit.enqueue(at(Instant.MIN, QUEUE, command)));
        assertThat(pendingCommands(QUEUE)).containsExactly(command);
    }

    @Test
    void queues_are_named_that_scheduled_commands_will_join() {
        schedule(start.plus(MINUTE), command(ORDER));
        timed.commit(Commit.enqueue(at(start.plus(MINUTE), "shop/b", command(ORDER))));
        timed.commit(Commit.enqueue(at(start.plus(MINUTE), "shop/b", command(ORDER))));
        timed.commit(Commit.enqueue(at(start.plus(MINUTE), "shop/a", command(ORDER))));
        timed.commit(Commit.enqueue(to("shop/c", command(ORDER))));
        assertThat(commands().scheduledQueues("shop/")).containsExactly("shop/a", "shop/b");
        assertThat(commands().scheduledQueues("")).containsExactlyInAnyOrder(QUEUE, "shop/a", "shop/b");
    }

    @Test
    void commands_are_released_in_the_order_of_their_times_a_limited_number_at_once() {
        SerializedCommand third = command(ORDER);
        SerializedCommand first = command(ORDER);
        SerializedCommand second = command(CUSTOMER);
        SerializedCommand last = command(ORDER);
        schedule(start.plusSeconds(3), third);
        schedule(start.plusSeconds(1), first);
        timed.commit(Commit.enqueue(at(start.plusSeconds(2), OTHER_QUEUE, second)));
        schedule(start.plusSeconds(4), last);
        clock.advance(Duration.ofSeconds(3));
        assertThat(timed.commands().releaseDue(2)).contains(start.plusSeconds(3));
        assertThat(pendingCommands(QUEUE)).containsExactly(first);
        assertThat(pendingCommands(OTHER_QUEUE)).containsExactly(second);
        assertThat(timed.commands().releaseDue(2)).contains(start.plusSeconds(4));
        assertThat(pendingCommands(QUEUE)).containsExactly(first, third);
        assertThat(pending(OTHER_QUEUE).getFirst().sequence())
                .isBetween(
                        pending(QUEUE).get(0).sequence(), pending(QUEUE).get(1).sequence());
    }

    @Test
    void a_time_that_has_come_already_is_no_reason_to_wait() {
        List<SerializedCommand> added = new ArrayList<>();
        for (Instant due : List.of(start.minus(MINUTE), start, start.plusNanos(999))) {
            SerializedCommand command = command(ORDER);
            timed.commit(Commit.enqueue(at(due, QUEUE, command)));
            added.add(command);
        }
        assertThat(pendingCommands(QUEUE)).isEqualTo(added);
        assertThat(commands().status(QUEUE).scheduled()).isZero();
    }

    @Test
    void a_release_leaves_the_revision_as_it_is() {
        schedule(start.plus(MINUTE), command(ORDER));
        long revision = commands().status(QUEUE).revision();
        clock.advance(MINUTE);
        timed.commands().releaseDue(10);
        assertThat(commands().status(QUEUE).pending()).isEqualTo(1);
        assertThat(commands().status(QUEUE).revision()).isEqualTo(revision);
    }

    @Test
    void a_scheduled_command_is_known() {
        SerializedCommand command = command(ORDER);
        schedule(start.plus(MINUTE), command);
        assertThat(timed.commit(Commit.enqueue(to(QUEUE, command)))).isEqualTo(committedWithout(0, id(command)));
        assertThat(timed.commit(Commit.enqueue(at(start.plusSeconds(1), OTHER_QUEUE, command))))
                .isEqualTo(committedWithout(0, id(command)));
        assertThat(pending(QUEUE)).isEmpty();
        assertThat(commands().find(id(command)))
                .contains(new CommandState.Scheduled(QUEUE, start.plus(MINUTE), command));
    }

    @Test
    void a_scheduled_command_that_gets_an_outcome_does_not_join_its_queue() {
        SerializedCommand command = command(ORDER);
        schedule(start.plus(MINUTE), command);
        timed.commit(outcomes(refusal(command)));
        clock.advance(MINUTE);
        assertThat(timed.commands().releaseDue(10)).isEmpty();
        assertThat(pending(QUEUE)).isEmpty();
        assertThat(commands().status(QUEUE).scheduled()).isZero();
        assertThat(verdict(id(command))).isEqualTo(REFUSED);
    }

    @Test
    void a_cancelled_command_is_as_if_it_had_never_been() {
        SerializedCommand command = command(ORDER);
        SerializedCommand other = command(ORDER);
        schedule(start.plus(MINUTE), command);
        schedule(start.plus(MINUTE), other);
        assertThat(timed.commands().cancel(id(command))).isTrue();
        assertThat(timed.commands().cancel(id(command))).isFalse();
        assertThat(commands().find(id(command))).isEmpty();
        clock.advance(MINUTE);
        timed.commands().releaseDue(10);
        assertThat(pendingCommands(QUEUE)).containsExactly(other);
        assertThat(timed.commit(Commit.enqueue(to(QUEUE, command)))).isEqualTo(committed(0));
    }

    @Test
    void only_a_command_whose_time_has_not_come_can_be_cancelled() {
        SerializedCommand due = command(ORDER);
        SerializedCommand queued = command(ORDER);
        SerializedCommand decided = command(ORDER);
        schedule(start.plus(MINUTE), due);
        timed.commit(Commit.enqueue(to(QUEUE, queued)));
        timed.commit(outcomes(refusal(decided)));
        clock.advance(MINUTE);
        for (SerializedCommand command : List.of(due, queued, decided, command(ORDER))) {
            assertThat(timed.commands().cancel(id(command))).isFalse();
        }
        assertThat(commands().find(id(due))).get().isInstanceOf(CommandState.Scheduled.class);
        timed.commands().releaseDue(10);
        assertThat(timed.commands().cancel(id(due))).isFalse();
        assertThat(pendingCommands(QUEUE)).containsExactly(queued, due);
    }

    /** Returns when the next is due, as the store says. */
    private Instant schedule(Instant due, SerializedCommand command) {
        assertThat(timed.commit(Commit.enqueue(at(due, QUEUE, command)))).isEqualTo(committed(0));
        Optional<Instant> next = timed.commands().releaseDue(10);
        assertThat(next).isPresent();
        return next.get();
    }
}
