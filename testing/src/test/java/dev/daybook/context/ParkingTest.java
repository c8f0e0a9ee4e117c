package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.daybook.command.Command;
import dev.daybook.command.CommandListener;
import dev.daybook.command.CommandOperations;
import dev.daybook.command.CommandStatus;
import dev.daybook.command.Outcome;
import dev.daybook.command.OutcomePendingException;
import dev.daybook.context.Tally.Add;
import dev.daybook.store.CommandState;
import dev.daybook.store.Intervention;
import dev.daybook.store.ParkedCommand;
import dev.daybook.testing.InMemoryEventStore;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stored command that fails is put aside for a person, and those of its stream wait behind it. */
@Timeout(60)
final class ParkingTest {

    private static final int FAULTY = 666;
    private static final UUID ID = new UUID(6, 66);
    private static final Command<Add> FAILING = Command.of(new Add("a", FAULTY)).id(ID);
    private static final Intervention ZOE = new Intervention("Zoë", "the rule was wrong");

    private final Tally tally = new Tally();
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final AtomicReference<Runnable> whenParked = new AtomicReference<>(() -> {});
    private final BoundedContext context = tally.start(store, bus -> {
        Tally.durable(lane -> lane.capacity(10_000)).accept(bus);
        bus.listener(new CommandListener() {
            @Override
            public void parked(String lane, UUID command, String error) {
                whenParked.get().run();
            }
        });
    });
    private final CommandOperations operations = context.commands().operations();

    @AfterEach
    void close() {
        context.close();
    }

    private void breakTheDecider() {
        tally.before(entry -> {
            if (entry instanceof Add add && add.amount() == FAULTY) {
                throw new IllegalStateException("boom");
            }
        });
    }

    private void mendTheDecider() {
        tally.before(entry -> {});
    }

    private void park() {
        breakTheDecider();
        context.enqueue(FAILING);
        Conditions.untilParked(context, ID);
    }

    private List<Integer> added(String key) {
        return Tally.added(store, key);
    }

    @Test
    void it_is_parked_with_the_error_and_its_successors_can_be_seen_to_wait() {
        context.send(new Add("a", 1));
        park();
        for (int i = 2; i <= 4; i++) {
            context.enqueue(Command.of(new Add("a", i)).id(new UUID(0, i)));
        }

        ParkedCommand parked = operations.parked("default", 0, 10).getFirst();
        assertThat(parked.error()).contains("aggregate tally", "boom", "nothing changed");
        assertThat(parked.attempts()).isEqualTo(1);
        assertThat(parked.successors()).isEqualTo(3);
        assertThat(context.status(ID)).contains(new CommandStatus.Parked(1, parked.error()));
        assertThat(context.status(new UUID(0, 2))).contains(new CommandStatus.Pending());
        assertThat(operations.show(ID)).contains(new CommandState.Parked(parked));
        assertThat(operations.lanes().getFirst())
                .extracting(CommandOperations.LaneStatus::stored, CommandOperations.LaneStatus::parked)
                .containsExactly(4L, 1L);
    }

    @Test
    void other_streams_go_on_whatever_waits_behind_it() {
        park();
        for (int i = 1; i <= 3_000; i++) {
            context.enqueue(new Add("a", i));
        }

        assertThat(context.send(new Add("b", 1))).isInstanceOf(Outcome.Accepted.class);
        assertThat(added("a")).isEmpty();
    }

    @Test
    void successors_that_are_in_memory_already_wait_and_go_on_in_order() {
        Gate gate = new Gate();
        tally.before(entry -> gate.pass());
        for (int i = 1; i <= 20; i++) {
            context.enqueue(new Add("a", i));
        }
        context.enqueue(FAILING);
        for (int i = 21; i <= 40; i++) {
            context.enqueue(new Add("a", i));
        }
        gate.awaitArrival();
        breakTheDecider();
        gate.open();
        Conditions.untilParked(context, ID);
        context.send(new Add("b", 1));
        assertThat(added("a"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());

        mendTheDecider();
        operations.retry(ID, ZOE);

        Conditions.until("all is carried out", () -> added("a").size() == 41);
        assertThat(added("a"))
                .containsExactlyElementsOf(IntStream.concat(
                                IntStream.concat(IntStream.rangeClosed(1, 20), IntStream.of(FAULTY)),
                                IntStream.rangeClosed(21, 40))
                        .boxed()
                        .toList());
    }

    @Test
    void a_retry_after_mending_the_decider_carries_it_out_and_what_waits_behind_it() {
        park();
        context.enqueue(new Add("a", 2));
        mendTheDecider();

        assertThat(operations.retry(ID, ZOE)).isTrue();

        Conditions.until("both are carried out", () -> added("a").equals(List.of(FAULTY, 2)));
        assertThat(operations.retry(ID, ZOE)).isFalse();
    }

    @Test
    void a_retry_at_the_very_moment_of_parking_is_not_lost() {
        breakTheDecider();
        context.enqueue(new Add("a", 1));
        whenParked.set(() -> {
            mendTheDecider();
            operations.retry(ID, ZOE);
            // The worker that parks it is held here until the queue has been read again.
            CompletableFuture<Outcome> unused = Senders.send(context, new Add("b", 1));
            Conditions.until("another stream has gone on", () -> added("b").size() == 1);
        });

        context.enqueue(FAILING);

        Conditions.until("it is carried out", () -> added("a").equals(List.of(1, FAULTY)));
    }

    @Test
    void a_retry_that_fails_again_parks_it_again() {
        park();
        tally.decided.clear();

        operations.retry(ID, ZOE);

        Conditions.until("it was tried", () -> !tally.decided.isEmpty());
        Conditions.untilParked(context, ID);
    }

    @Test
    void an_edited_command_is_carried_out_at_its_place() {
        park();
        context.enqueue(new Add("a", 2));

        assertThat(operations.edit(ID, "{\"key\":\"a\",\"amount\":1}", ZOE)).isTrue();

        Conditions.until("both are carried out", () -> added("a").equals(List.of(1, 2)));
        assertThat(context.send(FAILING))
                .as("it is known by the content that it came with")
                .isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void an_edit_must_be_of_the_commands_type_and_stream() {
        park();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> operations.edit(ID, "{\"key\":\"a\",\"amount\":\"much\"}", ZOE))
                .withMessageContaining("The new payload cannot be read");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> operations.edit(ID, "{\"key\":\"b\",\"amount\":1}", ZOE))
                .withMessageContainingAll("tally-b", "tally-a");
        assertThat(context.status(ID)).containsInstanceOf(CommandStatus.Parked.class);
        assertThat(operations.edit(new UUID(1, 1), "{}", ZOE)).isFalse();
    }

    @Test
    void a_discarded_command_has_that_as_its_outcome_and_its_successors_go_on() {
        park();
        context.enqueue(new Add("a", 2));

        assertThat(operations.discard(ID, ZOE)).isTrue();

        Conditions.until("the next is carried out", () -> added("a").equals(List.of(2)));
        assertThat(context.send(FAILING)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.kind()).isEqualTo(Outcome.Failed.Kind.DISCARDED);
            assertThat(failed.reason()).contains("Zoë", "the rule was wrong");
        });
        assertThat(operations.discard(ID, ZOE)).isFalse();
    }

    @Test
    void a_sender_whose_command_is_parked_is_told_so() {
        breakTheDecider();

        assertThatExceptionOfType(OutcomePendingException.class)
                .isThrownBy(() -> context.send(FAILING))
                .withMessageContainingAll("is parked", "boom");
        assertThatExceptionOfType(OutcomePendingException.class)
                .as("and again when it asks again")
                .isThrownBy(() -> context.send(FAILING))
                .withMessageContainingAll("is parked", "boom");
    }

    @Test
    void a_sender_on_another_node_is_told_so_too() {
        tally.before(entry -> {
            throw new IllegalStateException("boom");
        });
        try (BoundedContext other = tally.start(store.reopen(), Tally.durable())) {
            assertThatExceptionOfType(OutcomePendingException.class)
                    .isThrownBy(() -> other.send(FAILING))
                    .withMessageContainingAll("is parked", "boom");
        }
    }
}
