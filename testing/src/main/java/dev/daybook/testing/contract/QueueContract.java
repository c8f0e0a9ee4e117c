package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Append;
import dev.daybook.store.CommandState;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.NewOutcome.Finding;
import dev.daybook.store.Position;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.Slices;
import dev.daybook.store.Verdict;
import dev.daybook.store.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Commands join queues and leave them by commits, each at most once. */
abstract class QueueContract extends CommandFixture {

    QueueContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void commands_wait_in_the_order_in_which_they_were_enqueued() {
        Instant before = Instant.now().minusSeconds(60);
        List<SerializedCommand> commands = List.of(command(ORDER), command(CUSTOMER), command(ORDER), command(ORDER));
        store().commit(Commit.enqueue(to(QUEUE, commands.get(0)), to(QUEUE, commands.get(1))));
        store().commit(List.of(Commit.enqueue(to(QUEUE, commands.get(2))), Commit.enqueue(to(QUEUE, commands.get(3)))));
        List<QueuedCommand> pending = pending(QUEUE);
        assertThat(commandsOf(pending)).isEqualTo(commands);
        assertThat(pending).extracting(QueuedCommand::queue).containsOnly(QUEUE);
        assertThat(pending)
                .extracting(QueuedCommand::sequence)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(pending.getFirst().sequence()).isPositive();
        assertThat(pending).extracting(QueuedCommand::enqueuedAt).isSorted().allSatisfy(time -> {
            assertThat(time).isBetween(before, Instant.now().plusSeconds(60));
            assertThat(time).isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
        });
    }

    @Test
    void places_grow_over_all_queues() {
        SerializedCommand first = command(ORDER);
        SerializedCommand second = command(ORDER);
        SerializedCommand third = command(ORDER);
        store().commit(Commit.enqueue(to(OTHER_QUEUE, first), to(QUEUE, second), to(OTHER_QUEUE, third)));
        long firstPlace = pending(OTHER_QUEUE).getFirst().sequence();
        long secondPlace = pending(QUEUE).getFirst().sequence();
        long thirdPlace = pending(OTHER_QUEUE).getLast().sequence();
        assertThat(List.of(firstPlace, secondPlace, thirdPlace)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void commands_are_enqueued_together_with_events() {
        SerializedCommand command = command(CUSTOMER);
        List<SerializedEvent> events = samples.events(2);
        CommitResult result = store().commit(new Commit(
                List.of(new Append(ORDER, ExpectedVersion.noneYet(), events)),
                List.of(),
                List.of(to(QUEUE, command)),
                List.of()));
        assertThat(result).isEqualTo(committed(2, 2));
        assertThat(events(wholeLog())).isEqualTo(events);
        assertThat(pendingCommands(QUEUE)).containsExactly(command);
    }

    @Test
    void a_command_leaves_its_queue_with_its_outcome() {
        List<QueuedCommand> queued = enqueue(ORDER, ORDER, CUSTOMER);
        store().commit(new Commit(
                List.of(new Append(ORDER, ExpectedVersion.noneYet(), samples.events(1))),
                List.of(outcome(queued.get(0), new Finding.Appended(1)), refusal(queued.get(2))),
                List.of(),
                List.of()));
        assertThat(pending(QUEUE)).containsExactly(queued.get(1));
        assertThat(commands().status(QUEUE).pending()).isEqualTo(1);
        assertThat(verdict(id(queued.get(0)))).isEqualTo(new Verdict.Accepted(Version.of(1), Position.of(1)));
        assertThat(verdict(id(queued.get(2)))).isEqualTo(REFUSED);
    }

    @Test
    void a_command_leaves_its_queue_with_an_outcome_that_names_no_place() {
        List<QueuedCommand> queued = enqueue(ORDER, CUSTOMER);
        store().commit(outcomes(refusal(queued.getFirst().command())));
        assertThat(pending(QUEUE)).containsExactly(queued.getLast());
        assertThat(commands().find(id(queued.getFirst()))).get().isInstanceOf(CommandState.Decided.class);
    }

    @Test
    void an_outcome_for_a_place_that_is_empty_already_is_stored() {
        List<QueuedCommand> queued = enqueue(ORDER, CUSTOMER);
        store().commit(outcomes(refusal(queued.getFirst())));
        int forgotten = commands().forgetOutcomes(Instant.now().plusSeconds(3_600), 10);
        assertThat(forgotten).isEqualTo(1);
        assertThat(store().commit(outcomes(refusal(queued.getFirst())))).isEqualTo(committed(0));
        assertThat(verdict(id(queued.getFirst()))).isEqualTo(REFUSED);
        assertThat(pending(QUEUE)).containsExactly(queued.getLast());
    }

    @Test
    void a_command_that_waits_already_is_passed_over_in_every_queue() {
        SerializedCommand waiting = command(ORDER);
        SerializedCommand fresh = command(ORDER);
        store().commit(Commit.enqueue(to(QUEUE, waiting)));
        assertThat(store().commit(Commit.enqueue(to(OTHER_QUEUE, waiting), to(OTHER_QUEUE, fresh))))
                .isEqualTo(committedWithout(0, id(waiting)));
        assertThat(store().commit(Commit.enqueue(to(QUEUE, waiting)))).isEqualTo(committedWithout(0, id(waiting)));
        assertThat(pendingCommands(QUEUE)).containsExactly(waiting);
        assertThat(pendingCommands(OTHER_QUEUE)).containsExactly(fresh);
    }

    @Test
    void a_command_with_an_outcome_is_passed_over() {
        SerializedCommand decided = command(ORDER);
        store().commit(outcomes(refusal(decided)));
        SerializedCommand fresh = command(CUSTOMER);
        List<SerializedEvent> events = samples.events(1);
        CommitResult result = store().commit(new Commit(
                List.of(new Append(ORDER, ExpectedVersion.noneYet(), events)),
                List.of(),
                List.of(to(QUEUE, decided), to(QUEUE, fresh)),
                List.of()));
        assertThat(result)
                .isEqualTo(new CommitResult.Committed(Position.of(1), List.of(Version.of(1)), Set.of(id(decided))));
        assertThat(pendingCommands(QUEUE)).containsExactly(fresh);
        assertThat(events(wholeLog())).isEqualTo(events);
    }

    @Test
    void a_known_command_is_passed_over_though_it_comes_with_other_content() {
        SerializedCommand waiting = command(ORDER);
        store().commit(Commit.enqueue(to(QUEUE, waiting)));
        SerializedCommand other = command(
                id(waiting), CUSTOMER, "{\"amount\": 99}", waiting.header().metadata());
        assertThat(store().commit(Commit.enqueue(to(QUEUE, other)))).isEqualTo(committedWithout(0, id(waiting)));
        assertThat(pendingCommands(QUEUE)).containsExactly(waiting);
    }

    @Test
    void a_command_is_known_to_the_next_commit_of_the_same_list() {
        SerializedCommand command = command(ORDER);
        List<CommitResult> results = store().commit(List.of(
                Commit.enqueue(to(QUEUE, command)),
                Commit.enqueue(to(QUEUE, command)),
                outcomes(refusal(command)),
                Commit.enqueue(to(QUEUE, command)),
                outcomes(refusal(command))));
        assertThat(results)
                .startsWith(
                        committed(0), committedWithout(0, id(command)), committed(0), committedWithout(0, id(command)))
                .last()
                .isInstanceOf(CommitResult.AlreadyDecided.class);
        assertThat(pending(QUEUE)).isEmpty();
        assertThat(verdict(id(command))).isEqualTo(REFUSED);
    }

    @Test
    void a_payload_that_is_no_json_leaves_the_whole_commit_out() {
        SerializedCommand before = command(ORDER);
        SerializedCommand broken = command(ORDER, "{no JSON");
        SerializedCommand after = command(ORDER);
        List<CommitResult> results = store().commit(List.of(
                Commit.enqueue(to(QUEUE, before)),
                new Commit(
                        List.of(new Append(ORDER, ExpectedVersion.any(), samples.events(1))),
                        List.of(),
                        List.of(to(QUEUE, command(ORDER)), to(QUEUE, broken)),
                        List.of()),
                Commit.enqueue(to(QUEUE, after))));
        assertThat(results.get(1))
                .isInstanceOfSatisfying(
                        CommitResult.Failed.class,
                        failed -> assertThat(failed.error()).isInstanceOf(InvalidEventException.class));
        assertThat(wholeLog()).isEmpty();
        assertThat(pendingCommands(QUEUE)).containsExactly(before, after);
    }

    @Test
    void queues_are_found_by_other_stores_and_after_opening_again() {
        List<QueuedCommand> queued = enqueue(ORDER, CUSTOMER);
        store().close();
        assertThat(openAnother().commands().read(QUEUE, Slices.all(), 0, 10)).isEqualTo(queued);
    }
}
