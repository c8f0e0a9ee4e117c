package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.CommandState;
import dev.daybook.store.CommandStore;
import dev.daybook.store.Commit;
import dev.daybook.store.Enqueue;
import dev.daybook.store.Lease;
import dev.daybook.store.ParkedCommand;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.StreamId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A command that cannot be carried out keeps its place, and its successors wait behind it. */
abstract class ParkingContract extends CommandFixture {

    private static final StreamId THIRD = StreamId.of("third", "1");

    ParkingContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void a_parked_command_and_its_successors_are_not_read_any_more() {
        List<QueuedCommand> queued = enqueue(ORDER, CUSTOMER, ORDER);
        assertThat(commands().park(queued.get(0), 5, "No answer", lease())).isTrue();
        assertThat(pending(QUEUE)).containsExactly(queued.get(1));
        List<QueuedCommand> later = addMore(ORDER, CUSTOMER);
        assertThat(pending(QUEUE)).containsExactly(queued.get(1), later.getLast());
        assertThat(commands().status(QUEUE).pending()).isEqualTo(5);
        assertThat(commands().status(QUEUE).parked()).isEqualTo(1);
    }

    @Test
    void a_parked_command_is_shown_with_what_is_known_of_it() {
        List<QueuedCommand> queued = enqueue(ORDER, CUSTOMER, ORDER, ORDER);
        Instant before = Instant.now().minusSeconds(60);
        commands().park(queued.getFirst(), 7, "No answer: " + SampleEvents.ANY_SCRIPT, lease());
        List<ParkedCommand> parked = commands().parked(QUEUE, 0, 10);
        assertThat(parked).hasSize(1);
        Instant parkedAt = parked.getFirst().parkedAt();
        assertThat(parkedAt).isBetween(before, Instant.now().plusSeconds(60));
        assertThat(parkedAt).isEqualTo(parkedAt.truncatedTo(ChronoUnit.MICROS));
        assertThat(parked)
                .containsExactly(
                        new ParkedCommand(queued.getFirst(), 7, "No answer: " + SampleEvents.ANY_SCRIPT, parkedAt, 2));
        assertThat(commands().find(id(queued.getFirst()))).contains(new CommandState.Parked(parked.getFirst()));
    }

    @Test
    void an_error_may_hold_any_text() {
        QueuedCommand queued = enqueue(ORDER).getFirst();
        assertThat(commands().park(queued, 1, "before\0 after \uD83D", lease())).isTrue();
        assertThat(commands().parked(QUEUE, 0, 1).getFirst().error())
                .startsWith("before")
                .contains(" after ");
    }

    @Test
    void successors_are_counted_up_to_a_thousand() {
        StreamId[] streams = new StreamId[CommandStore.COUNTED_SUCCESSORS + 5];
        Arrays.fill(streams, ORDER);
        List<QueuedCommand> queued = enqueue(streams);
        commands().park(queued.getFirst(), 1, "It failed", lease());
        assertThat(commands().parked(QUEUE, 0, 10))
                .extracting(ParkedCommand::successors)
                .containsExactly(CommandStore.COUNTED_SUCCESSORS);
    }

    @Test
    void parked_commands_are_read_in_pages_in_the_order_of_their_places() {
        List<QueuedCommand> queued = enqueue(ORDER, CUSTOMER, THIRD, ORDER);
        Lease lease = lease();
        commands().park(queued.get(2), 1, "third", lease);
        commands().park(queued.get(0), 1, "order", lease);
        commands().park(queued.get(1), 1, "customer", lease);
        assertThat(parkedPage(0, 2)).containsExactly(queued.get(0), queued.get(1));
        assertThat(parkedPage(queued.get(1).sequence(), 2)).containsExactly(queued.get(2));
        assertThat(parkedPage(queued.get(2).sequence(), 2)).isEmpty();
        assertThat(commands().parked(OTHER_QUEUE, 0, 10)).isEmpty();
        assertThat(commands().status(QUEUE).parked()).isEqualTo(3);
    }

    @Test
    void the_same_stream_goes_on_in_other_queues() {
        QueuedCommand queued = enqueue(ORDER).getFirst();
        store().commit(Commit.enqueue(to(OTHER_QUEUE, command(ORDER))));
        commands().park(queued, 1, "It failed", lease());
        assertThat(pending(QUEUE)).isEmpty();
        assertThat(pending(OTHER_QUEUE)).hasSize(1);
        assertThat(commands().status(OTHER_QUEUE).parked()).isZero();
    }

    @Test
    void nothing_is_parked_under_a_lost_lease() {
        QueuedCommand queued = enqueue(ORDER).getFirst();
        Lease lease = lease();
        store().leases().release("a-node", List.of(lease));
        assertThat(commands().park(queued, 1, "It failed", lease)).isFalse();
        Lease next = lease();
        assertThat(commands().park(queued, 1, "It failed", lease)).isFalse();
        assertThat(commands().park(queued, 1, "It failed", new Lease("never-held", 1)))
                .isFalse();
        assertThat(pending(QUEUE)).containsExactly(queued);
        assertThat(commands().park(queued, 1, "It failed", next)).isTrue();
    }

    @Test
    void only_the_first_command_of_its_stream_in_the_queue_is_parked() {
        List<QueuedCommand> queued = enqueue(ORDER, ORDER);
        Lease lease = lease();
        assertThat(commands().park(queued.getLast(), 1, "It failed", lease)).isFalse();
        store().commit(outcomes(refusal(queued.getFirst())));
        assertThat(commands().park(queued.getFirst(), 1, "It failed", lease)).isFalse();
        assertThat(commands().status(QUEUE).parked()).isZero();
        assertThat(commands().park(queued.getLast(), 1, "It failed", lease)).isTrue();
        assertThat(parkedPage(0, 10)).containsExactly(queued.getLast());
    }

    @Test
    void a_command_parked_twice_stays_as_it_was_parked_first() {
        QueuedCommand queued = enqueue(ORDER).getFirst();
        Lease lease = lease();
        assertThat(commands().park(queued, 1, "first", lease)).isTrue();
        assertThat(commands().park(queued, 2, "second", lease)).isTrue();
        assertThat(commands().parked(QUEUE, 0, 10))
                .extracting(ParkedCommand::error)
                .containsExactly("first");
    }

    @Test
    void a_parked_command_that_gets_an_outcome_lets_its_successors_go_on() {
        List<QueuedCommand> queued = enqueue(ORDER, ORDER, CUSTOMER, CUSTOMER);
        Lease lease = lease();
        commands().park(queued.get(0), 1, "It failed", lease);
        commands().park(queued.get(2), 1, "It failed", lease);
        assertThat(pending(QUEUE)).isEmpty();
        long revision = commands().status(QUEUE).revision();
        store().commit(outcomes(refusal(queued.get(0)), refusal(queued.get(2).command())));
        assertThat(pending(QUEUE)).containsExactly(queued.get(1), queued.get(3));
        assertThat(commands().parked(QUEUE, 0, 10)).isEmpty();
        assertThat(commands().status(QUEUE).parked()).isZero();
        assertThat(commands().status(QUEUE).revision()).isGreaterThan(revision);
    }

    private List<QueuedCommand> parkedPage(long after, int limit) {
        return commands().parked(QUEUE, after, limit).stream()
                .map(ParkedCommand::command)
                .toList();
    }

    /** Enqueues a command for each of the streams; returns those that can be read afterwards. */
    private List<QueuedCommand> addMore(StreamId... streams) {
        store().commit(Commit.enqueue(
                Arrays.stream(streams).map(stream -> to(QUEUE, command(stream))).toArray(Enqueue[]::new)));
        return pending(QUEUE);
    }
}
