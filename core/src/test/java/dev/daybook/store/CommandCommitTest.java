package dev.daybook.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.daybook.store.NewOutcome.Finding;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CommandCommitTest {

    private static final StreamId STREAM = StreamId.of("order", "1");
    private static final CommandHeader PAY = header(1, STREAM);

    private static CommandHeader header(long id, StreamId stream) {
        return new CommandHeader(
                new UUID(0, id), PayloadHash.of("order.pay", "{}"), "order.pay", stream, Metadata.none());
    }

    private static NewOutcome outcome(CommandHeader command, int events) {
        return new NewOutcome(command, new Finding.Appended(events), Optional.empty());
    }

    private static Enqueue enqueue(CommandHeader command) {
        return new Enqueue("default", 10, new SerializedCommand(command, "{}"), Optional.empty());
    }

    private static Append append(StreamId stream, int events) {
        return new Append(
                stream,
                ExpectedVersion.any(),
                IntStream.range(0, events)
                        .mapToObj(i ->
                                new SerializedEvent(UUID.randomUUID(), new EventType("paid", 1), "{}", Metadata.none()))
                        .toList());
    }

    @Test
    void a_command_has_one_outcome_in_a_commit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Commit(
                        List.of(append(STREAM, 1)), List.of(outcome(PAY, 1), outcome(PAY, 1)), List.of(), List.of()))
                .withMessageContaining("holds command " + PAY.id() + " twice");
    }

    @Test
    void a_command_is_not_decided_and_put_into_a_queue_at_once() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Commit(
                        List.of(append(STREAM, 1)), List.of(outcome(PAY, 1)), List.of(enqueue(PAY)), List.of()))
                .withMessageContaining("twice");
    }

    @Test
    void an_outcome_counts_events_that_the_commit_appends_to_its_stream() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Commit(
                        List.of(append(STREAM, 2), append(StreamId.of("order", "2"), 1)),
                        List.of(outcome(PAY, 3)),
                        List.of(),
                        List.of()))
                .withMessageContainingAll("counts 3 events of stream order-1", "appends 2");
        assertThatCode(() -> new Commit(List.of(append(STREAM, 2)), List.of(outcome(PAY, 2)), List.of(), List.of()))
                .doesNotThrowAnyException();
    }

    @Test
    void a_lease_alone_is_no_commit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Commit(List.of(), List.of(), List.of(), List.of(new Lease("a", 1))))
                .withMessage("A commit holds nothing");
    }
}
