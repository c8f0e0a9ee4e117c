package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.CommandState;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.Intervention;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.LimitExceededException;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.StoreLimits;
import dev.daybook.store.Verdict;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A person lets a parked command be tried again, with another payload or not, or takes it out. */
abstract class InterventionContract extends CommandFixture {

    private static final Intervention ANN = new Intervention("ann", "Works again " + SampleEvents.ANY_SCRIPT);

    private static final Intervention BRIEF = new Intervention("ben", "typo");

    InterventionContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void a_command_to_be_retried_is_read_again_at_its_place() {
        List<QueuedCommand> queued = parkedFirstOf3();
        long revision = commands().status(QUEUE).revision();
        assertThat(commands().retry(id(queued.getFirst()), ANN)).isTrue();
        assertThat(pending(QUEUE)).isEqualTo(queued);
        assertThat(commands().find(id(queued.getFirst()))).contains(new CommandState.Queued(queued.getFirst()));
        assertNothingParked(revision);
    }

    @Test
    void a_retried_command_can_be_parked_again() {
        List<QueuedCommand> queued = parkedFirstOf3();
        commands().retry(id(queued.getFirst()), ANN);
        assertThat(commands().park(queued.getFirst(), 9, "again", lease())).isTrue();
        assertThat(commands().parked(QUEUE, 0, 1).getFirst().error()).isEqualTo("again");
        assertThat(pending(QUEUE)).containsExactly(queued.get(1));
    }

    @Test
    void an_edited_command_keeps_its_place_and_its_header_and_has_the_new_payload() {
        List<QueuedCommand> queued = parkedFirstOf3();
        long revision = commands().status(QUEUE).revision();
        String payload = "{\"text\":  \"שלום 😀 注文\"}";
        assertThat(commands().edit(id(queued.getFirst()), payload, ANN)).isTrue();
        QueuedCommand first = queued.getFirst();
        QueuedCommand edited = new QueuedCommand(
                QUEUE,
                first.sequence(),
                first.enqueuedAt(),
                new SerializedCommand(first.command().header(), payload));
        assertThat(pending(QUEUE)).containsExactly(edited, queued.get(1), queued.get(2));
        assertNothingParked(revision);
    }

    @Test
    void a_payload_that_cannot_be_stored_changes_nothing() {
        UUID parked = id(parkedFirstOf3().getFirst());
        EventStore limited = openAnother(StoreLimits.defaults().withEventBytes(20));
        assertThatThrownBy(() -> limited.commands().edit(parked, "\"1234567890123456789\"", BRIEF))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("StoreLimits.eventBytes");
        assertThatThrownBy(() -> commands().edit(parked, "{no JSON", BRIEF)).isInstanceOf(InvalidEventException.class);
        assertThatThrownBy(() -> commands().edit(parked, "\"\uD83D\"", BRIEF))
                .isInstanceOf(InvalidEventException.class);
        assertThat(commands().status(QUEUE).parked()).isEqualTo(1);
        assertThat(limited.commands().edit(parked, "\"123456789012345678\"", BRIEF))
                .isTrue();
    }

    @Test
    void a_discarded_command_has_an_outcome_and_those_behind_it_go_on() {
        List<QueuedCommand> queued = parkedFirstOf3();
        long revision = commands().status(QUEUE).revision();
        assertThat(commands().discard(id(queued.getFirst()), ANN)).isTrue();
        assertThat(verdict(id(queued.getFirst()))).isEqualTo(new Verdict.Discarded(ANN.by(), ANN.why()));
        assertThat(commands().find(id(queued.getFirst()))).get().isInstanceOf(CommandState.Decided.class);
        assertThat(pending(QUEUE)).isEqualTo(queued.subList(1, 3));
        assertThat(commands().status(QUEUE).pending()).isEqualTo(2);
        assertNothingParked(revision);
    }

    @Test
    void a_discarded_command_stays_decided() {
        QueuedCommand discarded = parkedFirstOf3().getFirst();
        commands().discard(id(discarded), ANN);
        assertThat(store().commit(outcomes(refusal(discarded)))).isInstanceOf(CommitResult.AlreadyDecided.class);
        assertThat(store().commit(Commit.enqueue(to(QUEUE, discarded.command()))))
                .isEqualTo(committedWithout(0, id(discarded)));
    }

    @Test
    void an_intervention_that_cannot_be_stored_changes_nothing() {
        UUID parked = id(parkedFirstOf3().getFirst());
        for (String text : List.of("half \uD83D", "nul \0")) {
            assertThatThrownBy(() -> commands().retry(parked, new Intervention("ann", text)))
                    .isInstanceOf(InvalidEventException.class);
            assertThatThrownBy(() -> commands().edit(parked, "{}", new Intervention(text, "why")))
                    .isInstanceOf(InvalidEventException.class);
            assertThatThrownBy(() -> commands().discard(parked, new Intervention("ann", text)))
                    .isInstanceOf(InvalidEventException.class);
        }
        assertThat(commands().status(QUEUE).parked()).isEqualTo(1);
    }

    @Test
    void nothing_is_done_to_a_command_that_is_not_parked() {
        List<QueuedCommand> queued = parkedFirstOf3();
        SerializedCommand decided = command(ORDER);
        store().commit(outcomes(refusal(decided)));
        for (UUID id : List.of(id(queued.get(1)), id(queued.get(2)), id(decided), samples.id())) {
            assertThat(commands().retry(id, ANN)).isFalse();
            assertThat(commands().edit(id, "{}", ANN)).isFalse();
            assertThat(commands().discard(id, ANN)).isFalse();
        }
        assertThat(verdict(id(decided))).isEqualTo(REFUSED);
        assertThat(commands().retry(id(queued.getFirst()), ANN)).isTrue();
        assertThat(commands().retry(id(queued.getFirst()), ANN)).isFalse();
        assertThat(pending(QUEUE)).isEqualTo(queued);
    }

    /** Three queued commands, the first and last of one stream, of which the first is parked. */
    private List<QueuedCommand> parkedFirstOf3() {
        List<QueuedCommand> queued = enqueue(ORDER, CUSTOMER, ORDER);
        assertThat(commands().park(queued.getFirst(), 1, "It failed", lease())).isTrue();
        assertThat(pending(QUEUE)).containsExactly(queued.get(1));
        return queued;
    }

    private void assertNothingParked(long earlierRevision) {
        assertThat(commands().parked(QUEUE, 0, 10)).isEmpty();
        assertThat(commands().status(QUEUE).parked()).isZero();
        assertThat(commands().status(QUEUE).revision()).isGreaterThan(earlierRevision);
    }
}
