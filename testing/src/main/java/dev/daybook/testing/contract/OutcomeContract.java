package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Append;
import dev.daybook.store.CommandState;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.NewOutcome;
import dev.daybook.store.NewOutcome.Finding;
import dev.daybook.store.Position;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.RecordedOutcome;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.Verdict;
import dev.daybook.store.Version;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A command has one outcome for good, stored with what it changes. */
abstract class OutcomeContract extends CommandFixture {

    OutcomeContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void an_outcome_is_stored_with_its_events() {
        append(CUSTOMER, 3);
        append(ORDER, 2);
        SerializedCommand command = command(ORDER);
        assertThat(store().commit(accept(command, ExpectedVersion.exactly(2), 2)))
                .isEqualTo(committed(7, 4));
        RecordedOutcome outcome = recorded(command);
        assertThat(outcome.command()).isEqualTo(command.header());
        assertThat(outcome.verdict()).isEqualTo(new Verdict.Accepted(Version.of(4), Position.of(7)));
        assertThat(commands().find(id(command))).contains(new CommandState.Decided(outcome));
    }

    @Test
    void an_accepted_command_is_told_the_version_and_position_of_its_own_last_event() {
        append(ORDER, 1);
        SerializedCommand first = command(ORDER);
        SerializedCommand second = command(CUSTOMER);
        SerializedCommand third = command(ORDER);
        store().commit(new Commit(
                List.of(
                        new Append(CUSTOMER, ExpectedVersion.noneYet(), samples.events(1)),
                        new Append(ORDER, ExpectedVersion.exactly(1), samples.events(3))),
                List.of(
                        outcome(first, new Finding.Appended(2)),
                        outcome(second, new Finding.Appended(1)),
                        outcome(third, new Finding.Appended(3))),
                List.of(),
                List.of()));
        assertThat(verdict(id(first))).isEqualTo(new Verdict.Accepted(Version.of(3), Position.of(4)));
        assertThat(verdict(id(second))).isEqualTo(new Verdict.Accepted(Version.of(1), Position.of(2)));
        assertThat(verdict(id(third))).isEqualTo(new Verdict.Accepted(Version.of(4), Position.of(5)));
    }

    @Test
    void a_verdict_that_is_known_is_stored_as_it_stands() {
        List<Verdict> verdicts = List.of(
                new Verdict.Accepted(Version.of(12), Position.of(345)),
                new Verdict.Accepted(Version.NONE, Position.START),
                new Verdict.Refused("out-of-stock", "None are left"),
                new Verdict.Discarded("ann", "Sent by mistake"));
        for (Verdict verdict : verdicts) {
            SerializedCommand command = command(ORDER);
            assertThat(store().commit(outcomes(outcome(command, new Finding.Known(verdict)))))
                    .isEqualTo(committed(0));
            assertThat(verdict(id(command))).isEqualTo(verdict);
        }
    }

    @Test
    void a_commit_without_events_is_answered_with_the_position_of_the_stores_last() {
        append(ORDER, 3);
        assertThat(store().commit(outcomes(refusal(command(ORDER))))).isEqualTo(committed(3));
        assertThat(store().head()).isEqualTo(Position.of(3));
    }

    @Test
    void an_append_without_events_makes_sure_of_the_version() {
        append(ORDER, 2);
        SerializedCommand command = command(ORDER);
        assertThat(store().commit(refusalAt(1, command))).isEqualTo(conflict(ORDER, ExpectedVersion.exactly(1), 2));
        assertThat(commands().find(id(command))).isEmpty();
        assertThat(store().commit(refusalAt(2, command))).isEqualTo(committed(2, 2));
        assertThat(verdict(id(command))).isEqualTo(REFUSED);
        assertThat(wholeLog()).hasSize(2);
    }

    @Test
    void a_command_with_an_outcome_gets_no_other_and_the_whole_commit_is_left_out() {
        SerializedCommand decided = command(ORDER);
        SerializedCommand undecided = command(CUSTOMER);
        store().commit(outcomes(refusal(decided)));
        RecordedOutcome first = recorded(decided);
        CommitResult result = store().commit(new Commit(
                List.of(new Append(ORDER, ExpectedVersion.any(), samples.events(2))),
                List.of(refusal(undecided), outcome(decided, new Finding.Appended(2))),
                List.of(to(QUEUE, command(ORDER))),
                List.of()));
        assertThat(result).isEqualTo(new CommitResult.AlreadyDecided(List.of(first)));
        assertThat(recorded(decided)).isEqualTo(first);
        assertThat(commands().find(id(undecided))).isEmpty();
        assertThat(wholeLog()).isEmpty();
        assertThat(commands().status(QUEUE).pending()).isZero();
    }

    @Test
    void all_commands_with_outcomes_are_told_in_the_order_of_the_commit() {
        SerializedCommand first = command(ORDER);
        SerializedCommand second = command(CUSTOMER);
        store().commit(outcomes(refusal(first)));
        store().commit(outcomes(refusal(second)));
        assertThat(store().commit(outcomes(refusal(second), refusal(command(ORDER)), refusal(first))))
                .isEqualTo(new CommitResult.AlreadyDecided(List.of(recorded(second), recorded(first))));
    }

    @Test
    void a_repeated_commit_is_answered_with_its_outcomes() {
        SerializedCommand command = command(ORDER);
        Commit commit = accept(command, ExpectedVersion.noneYet(), 2);
        assertThat(store().commit(commit)).isEqualTo(committed(2, 2));
        assertThat(store().commit(commit)).isEqualTo(new CommitResult.AlreadyDecided(List.of(recorded(command))));
        assertThat(openAnother().commit(commit)).isEqualTo(new CommitResult.AlreadyDecided(List.of(recorded(command))));
        assertThat(wholeLog()).hasSize(2);
    }

    @Test
    void a_commit_sees_what_those_before_it_in_the_same_list_did() {
        SerializedCommand command = command(ORDER);
        SerializedCommand next = command(ORDER);
        List<CommitResult> results = store().commit(List.of(
                accept(command, ExpectedVersion.noneYet(), 1),
                accept(command, ExpectedVersion.exactly(1), 1),
                accept(next, ExpectedVersion.exactly(1), 1)));
        assertThat(results)
                .containsExactly(
                        committed(1, 1), new CommitResult.AlreadyDecided(List.of(recorded(command))), committed(2, 2));
        assertThat(wholeLog()).hasSize(2);
    }

    @Test
    void a_commit_that_conflicts_leaves_its_outcomes_and_its_places_as_they_were() {
        QueuedCommand queued = enqueue(ORDER).getFirst();
        Commit commit = new Commit(
                List.of(new Append(ORDER, ExpectedVersion.exists(), samples.events(1))),
                List.of(outcome(queued, new Finding.Appended(1))),
                List.of(to(OTHER_QUEUE, command(CUSTOMER))),
                List.of());
        assertThat(store().commit(commit)).isEqualTo(conflict(ORDER, ExpectedVersion.exists(), 0));
        assertThat(commands().outcomes(List.of(id(queued)))).isEmpty();
        assertThat(pending(QUEUE)).containsExactly(queued);
        assertThat(pending(OTHER_QUEUE)).isEmpty();
    }

    @Test
    void outcomes_are_numbered_and_timed_in_the_order_of_the_commits() {
        Instant before = Instant.now().minusSeconds(60);
        List<SerializedCommand> decided = List.of(command(ORDER), command(CUSTOMER), command(ORDER), command(ORDER));
        store().commit(outcomes(refusal(decided.get(0)), refusal(decided.get(1))));
        store().commit(List.of(outcomes(refusal(decided.get(2))), outcomes(refusal(decided.get(3)))));
        List<RecordedOutcome> recorded = decided.stream().map(this::recorded).toList();
        assertThat(recorded)
                .extracting(RecordedOutcome::sequence)
                .doesNotHaveDuplicates()
                .isSorted();
        assertThat(recorded).extracting(RecordedOutcome::recordedAt).isSorted().allSatisfy(time -> {
            assertThat(time).isBetween(before, Instant.now().plusSeconds(60));
            assertThat(time).isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
        });
    }

    @Test
    void outcomes_are_found_by_id_where_there_are_any() {
        SerializedCommand decided = command(ORDER);
        QueuedCommand queued = enqueue(ORDER).getFirst();
        UUID unknown = samples.id();
        store().commit(outcomes(refusal(decided)));
        assertThat(commands().outcomes(List.of(unknown, id(decided), id(queued))))
                .isEqualTo(Map.of(id(decided), recorded(decided)));
        assertThat(commands().outcomes(List.of())).isEmpty();
        assertThat(commands().find(unknown)).isEmpty();
    }

    @Test
    void thousands_of_outcomes_go_into_one_commit_and_are_found_at_once() {
        List<SerializedCommand> decided =
                Stream.generate(() -> command(ORDER)).limit(3_000).toList();
        store().commit(outcomes(decided.stream().map(CommandFixture::refusal).toArray(NewOutcome[]::new)));
        List<UUID> ids = decided.stream().map(CommandFixture::id).toList();
        assertThat(commands().outcomes(ids)).hasSize(3_000).containsOnlyKeys(ids);
    }

    @Test
    void an_outcome_is_found_by_other_stores_and_after_opening_again() {
        SerializedCommand command = command(ORDER);
        store().commit(accept(command, ExpectedVersion.noneYet(), 1));
        RecordedOutcome recorded = recorded(command);
        List<StoredEvent> log = wholeLog();
        store().close();
        assertThat(openAnother().commands().outcomes(List.of(id(command)))).isEqualTo(Map.of(id(command), recorded));
        assertThat(log).hasSize(1);
    }

    private Commit refusalAt(long version, SerializedCommand command) {
        Append check = new Append(ORDER, ExpectedVersion.exactly(version), List.of());
        return new Commit(List.of(check), List.of(refusal(command)), List.of(), List.of());
    }

    private RecordedOutcome recorded(SerializedCommand command) {
        RecordedOutcome outcome = recorded(id(command));
        assertThat(commands().find(id(command))).contains(new CommandState.Decided(outcome));
        return outcome;
    }
}
