package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.command.Command;
import dev.daybook.command.CommandStatus;
import dev.daybook.command.Outcome;
import dev.daybook.command.OutcomePendingException;
import dev.daybook.command.Receipt;
import dev.daybook.context.Tally.Add;
import dev.daybook.context.Tally.Take;
import dev.daybook.store.Position;
import dev.daybook.store.Version;
import dev.daybook.testing.InMemoryEventStore;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a durable lane has accepted is carried out, whatever happens to the node. */
@Timeout(60)
final class DurableLaneTest {

    private static final UUID ID = new UUID(7, 7);

    private final Tally tally = new Tally();
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    @Test
    void a_sender_gets_the_outcome() {
        try (BoundedContext context = tally.start(store, Tally.durable())) {
            assertThat(context.send(new Add("a", 1)))
                    .isEqualTo(new Outcome.Accepted(Tally.stream("a"), Version.of(1), Position.of(1)));
            assertThat(context.send(new Take("a", 2))).isEqualTo(new Outcome.Refused("too-little", "There is only 1"));
        }
    }

    @Test
    void a_receipt_tells_where_the_command_went() {
        try (BoundedContext context = tally.start(store, Tally.durable())) {
            Receipt receipt = context.enqueue(Command.of(new Add("a", 1)).id(ID));

            assertThat(receipt).isEqualTo(new Receipt(ID, Tally.stream("a"), "default", false));
            Conditions.untilDone(context, ID);
            assertThat(context.status(ID))
                    .contains(new CommandStatus.Done(
                            new Outcome.Accepted(Tally.stream("a"), Version.of(1), Position.of(1))));
        }
    }

    @Test
    void what_was_accepted_and_not_carried_out_is_by_the_next_node_exactly_once() {
        InMemoryEventStore first = store.reopen();
        tally.before(entry -> gate.pass());
        try (BoundedContext stopped = tally.start(first, Tally.durable())) {
            for (int i = 1; i <= 500; i++) {
                stopped.enqueue(new Add("k" + i % 5, i));
            }
            gate.awaitArrival();
            first.close();
            gate.open();
        }
        assertThat(store.head()).isEqualTo(Position.START);

        try (BoundedContext next = tally.start(store, Tally.durable())) {
            Conditions.until("all is carried out", () -> store.head().value() >= 500);
            assertThat(next.commands().operations().lanes().getFirst().stored()).isZero();
        }
        assertThat(store.head()).isEqualTo(Position.of(500));
        for (int key = 0; key < 5; key++) {
            int remainder = key;
            assertThat(Tally.added(store, "k" + key))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, 500)
                            .filter(number -> number % 5 == remainder)
                            .boxed()
                            .toList());
        }
    }

    @Test
    void a_sender_that_has_waited_long_enough_learns_that_its_command_is_stored() {
        tally.before(entry -> gate.pass());
        try (BoundedContext context = tally.start(store, bus -> {
            Tally.durable().accept(bus);
            bus.sendTimeout(Accounts.MOMENT);
        })) {
            assertThatExceptionOfType(OutcomePendingException.class)
                    .isThrownBy(() -> context.send(Command.of(new Add("a", 1)).id(ID)))
                    .withMessageContaining("is stored but has no outcome")
                    .satisfies(pending -> assertThat(pending.command()).isEqualTo(ID));
            assertThat(context.status(ID)).contains(new CommandStatus.Pending());

            gate.open();
            Conditions.untilDone(context, ID);
        }
    }

    @Test
    void one_sender_that_gives_up_does_not_keep_the_outcome_from_another() {
        tally.before(entry -> gate.pass());
        Command<Add> command = Command.of(new Add("a", 1)).id(ID);
        InMemoryEventStore another = store.reopen();
        try (BoundedContext context = tally.start(store, Tally.durable())) {
            context.enqueue(command);
            gate.awaitArrival();
            try (BoundedContext impatient = tally.start(another, bus -> {
                Tally.durable().accept(bus);
                bus.sendTimeout(Duration.ofMillis(100));
            })) {
                var patient = Senders.send(context, command);
                assertThatExceptionOfType(OutcomePendingException.class).isThrownBy(() -> impatient.send(command));
                gate.open();
                assertThat(Senders.of(patient)).isInstanceOf(Outcome.Accepted.class);
            }
        }
    }

    @Test
    void an_unknown_id_has_no_status() {
        try (BoundedContext context = tally.start(store, Tally.durable())) {
            assertThat(context.status(new UUID(1, 1))).isEmpty();
            assertThat(context.commands().operations().show(new UUID(1, 1))).isEmpty();
        }
    }
}
