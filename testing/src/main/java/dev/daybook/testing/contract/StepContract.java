package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.Claim;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.CommitResult.Failed;
import dev.daybook.store.CommitResult.ProgressLost;
import dev.daybook.store.CommitResult.QueueFull;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.Lease;
import dev.daybook.store.ParkedEvent;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.SerializedCommand;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A commit that is a step of a subscription moves its checkpoint and changes documents with all else that it holds. */
abstract class StepContract extends StepFixture {

    private static final String JSON = "{\"steps\": 1}";

    StepContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @BeforeEach
    final void prepare() {
        prepared(store(), 2);
    }

    private Commit append(ExpectedVersion expected) {
        return Commit.append(ORDER, expected, samples.event());
    }

    @Test
    void a_step_appends_enqueues_changes_documents_and_moves_its_checkpoint_at_once() {
        SerializedCommand command = command(CUSTOMER);
        Commit commit = new Commit(
                append(ExpectedVersion.noneYet()).appends(),
                List.of(),
                List.of(to(QUEUE, command)),
                List.of(lease()),
                Optional.of(step(1, 0, 7)),
                List.of(put("a", JSON)));
        assertThat(store().commit(commit)).isEqualTo(committed(1, 1));
        assertThat(wholeLog()).hasSize(1);
        assertThat(pendingCommands(QUEUE)).containsExactly(command);
        assertThat(documents("a")).containsEntry("a", document("a", JSON));
        assertCheckpoint(1, 7);
        assertCheckpoint(0, 0);
    }

    @Test
    void a_step_may_hold_nothing_but_progress_and_documents() {
        append(ORDER, 3);
        assertThat(store().commit(Commit.step(step(0, 0, 3), put("a", JSON)))).isEqualTo(committed(3));
        assertThat(documents("a")).containsKey("a");
        assertCheckpoint(0, 3);
        assertThat(store().commit(Commit.step(step(0, 3, 3), put("a", "{}")))).isEqualTo(committed(3));
        assertThat(documents("a")).containsEntry("a", document("a", "{}"));
    }

    @Test
    void a_step_that_begins_elsewhere_or_under_another_epoch_is_left_out_whole() {
        store().subscriptions().claim(new Claim(SUBSCRIPTION, 1, 4));
        Progress elsewhere = step(0, 1, 2);
        Progress superseded = step(1, 0, 2);
        Progress unknown = new Progress(new Claim("unknown", 0, 0), Position.START, Position.of(1));
        for (Progress lost : List.of(elsewhere, superseded, unknown)) {
            assertThat(store().commit(append(ExpectedVersion.any()).with(lost, put("a", JSON))))
                    .isEqualTo(new ProgressLost(lost));
        }
        assertThat(wholeLog()).isEmpty();
        assertThat(documents("a")).isEmpty();
        Progress fits = new Progress(new Claim(SUBSCRIPTION, 1, 4), Position.START, Position.of(2));
        assertThat(store().commit(append(ExpectedVersion.any()).with(fits))).isEqualTo(committed(1, 1));
        assertCheckpoint(1, 2);
    }

    @Test
    void a_lost_step_leaves_other_commits_of_the_list_alone() {
        Progress lost = step(0, 5, 6);
        assertThat(store().commit(List.of(
                        append(ExpectedVersion.any()),
                        append(ExpectedVersion.any()).with(lost, put("a", JSON)),
                        append(ExpectedVersion.any()).with(step(1, 0, 1), put("b", JSON)),
                        append(ExpectedVersion.exactly(2)))))
                .containsExactly(committed(1, 1), new ProgressLost(lost), committed(2, 2), committed(3, 3));
        assertThat(documents("a", "b")).containsOnlyKeys("b");
        assertCheckpoint(0, 0);
        assertCheckpoint(1, 1);
    }

    @Test
    void a_step_that_is_left_out_for_another_reason_moves_nothing() {
        Commit conflicting = append(ExpectedVersion.exactly(9)).with(step(0, 0, 1), put("a", JSON));
        Commit full = Commit.enqueue(to(QUEUE, 1, command(ORDER)), to(QUEUE, 1, command(ORDER)))
                .with(step(1, 0, 1), put("b", JSON));
        List<CommitResult> results = store().commit(List.of(conflicting, full, append(ExpectedVersion.noneYet())));
        assertThat(results.get(0)).isEqualTo(conflict(ORDER, ExpectedVersion.exactly(9), 0));
        assertThat(results.get(1)).isInstanceOf(QueueFull.class);
        assertThat(results.get(2)).isEqualTo(committed(1, 1));
        assertThat(documents("a", "b")).isEmpty();
        assertCheckpoint(0, 0);
        assertCheckpoint(1, 0);
    }

    @Test
    void progress_is_checked_before_anything_else() {
        SerializedCommand decided = command(ORDER);
        store().commit(outcomes(refusal(decided)));
        Progress lost = step(0, 5, 6);
        Commit commit = new Commit(
                append(ExpectedVersion.exactly(9)).appends(),
                List.of(refusal(decided)),
                List.of(),
                List.of(new Lease("never-held", 1)),
                Optional.of(lost),
                List.of());
        assertThat(store().commit(commit)).isEqualTo(new ProgressLost(lost));
    }

    @Test
    void steps_of_one_checkpoint_follow_each_other_within_one_list() {
        Progress lost = step(0, 0, 5);
        assertThat(store().commit(List.of(
                        append(ExpectedVersion.any()).with(step(0, 0, 2), put("a", JSON)),
                        append(ExpectedVersion.any()).with(step(0, 2, 4), put("a", "{}")),
                        append(ExpectedVersion.any()).with(lost))))
                .containsExactly(committed(1, 1), committed(2, 2), new ProgressLost(lost));
        assertThat(documents("a")).containsEntry("a", document("a", "{}"));
        assertCheckpoint(0, 4);
    }

    @Test
    void documents_are_put_and_deleted_in_the_order_of_the_commits() {
        DocumentChanges delete = new DocumentChanges(STEPS.name(), 1, List.of(), Set.of("a", "never-there"));
        store().documents().prepare(OTHER, 1);
        DocumentChanges other = new DocumentChanges(OTHER.name(), 1, List.of(document("a", JSON)), Set.of());
        store().commit(List.of(Commit.step(step(0, 0, 1), put("a", JSON)), Commit.step(step(1, 0, 1), delete, other)));
        assertThat(documents("a")).isEmpty();
        assertThat(store().documents().load(OTHER.name(), 1, Set.of("a"))).hasSize(1);
        store().commit(List.of(Commit.step(step(0, 1, 2), delete), Commit.step(step(1, 1, 2), put("a", JSON))));
        assertThat(documents("a")).hasSize(1);
    }

    @Test
    void a_repeated_step_is_lost_since_its_checkpoint_has_moved() {
        Commit commit = append(ExpectedVersion.noneYet()).with(step(0, 0, 1));
        assertThat(store().commit(commit)).isEqualTo(committed(1, 1));
        assertThat(store().commit(commit)).isEqualTo(new ProgressLost(step(0, 0, 1)));
        assertThat(wholeLog()).hasSize(1);
    }

    @Test
    void a_step_keeps_events_aside_and_frees_them() {
        ParkedEvent parked = new ParkedEvent(
                SUBSCRIPTION,
                0,
                "order-1",
                Position.of(1),
                ParkedEvent.State.PARKED,
                3,
                "It failed",
                Instant.parse("2026-03-01T10:00:00Z"),
                Optional.empty());
        Claim claim = new Claim(SUBSCRIPTION, 0, 0);
        Progress keeping = new Progress(claim, Position.START, Position.of(1), List.of(parked), List.of());
        assertThat(store().commit(Commit.step(keeping))).isInstanceOf(Committed.class);
        assertThat(store().subscriptions().parked(SUBSCRIPTION, Optional.empty(), 10))
                .containsExactly(parked);
        Progress freeing = new Progress(claim, Position.of(1), Position.of(1), List.of(), List.of(parked));
        assertThat(store().commit(append(ExpectedVersion.any()).with(freeing))).isEqualTo(committed(1, 1));
        assertThat(store().subscriptions().parkedCount(SUBSCRIPTION)).isZero();
        assertThat(store().commit(append(ExpectedVersion.any()).with(freeing))).isEqualTo(new ProgressLost(freeing));
    }

    @Test
    void a_document_that_is_no_json_fails_its_commit_only() {
        List<CommitResult> results = store().commit(List.of(
                append(ExpectedVersion.noneYet()),
                append(ExpectedVersion.any()).with(step(0, 0, 1), put("a", "{no json")),
                append(ExpectedVersion.exactly(1)).with(step(1, 0, 1), put("b", JSON))));
        assertThat(results.get(0)).isEqualTo(committed(1, 1));
        assertThat(results.get(1))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.error()).isInstanceOf(InvalidEventException.class));
        assertThat(results.get(2)).isEqualTo(committed(2, 2));
        assertThat(documents("a", "b")).containsOnlyKeys("b");
        assertCheckpoint(0, 0);
    }

    @Test
    void documents_of_a_collection_that_is_not_prepared_are_refused_before_anything_is_stored() {
        DocumentChanges unknown = new DocumentChanges("unheard-of", 1, List.of(document("a", JSON)), Set.of());
        assertThatThrownBy(() -> store().commit(append(ExpectedVersion.any()).with(step(0, 0, 1), unknown)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unheard-of");
        assertThat(wholeLog()).isEmpty();
        assertCheckpoint(0, 0);
    }
}
