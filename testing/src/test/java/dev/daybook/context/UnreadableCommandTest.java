package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.command.CommandStatus;
import dev.daybook.command.Outcome;
import dev.daybook.context.Tally.Add;
import dev.daybook.store.CommandHeader;
import dev.daybook.store.Commit;
import dev.daybook.store.Enqueue;
import dev.daybook.store.Intervention;
import dev.daybook.store.Metadata;
import dev.daybook.store.PayloadHash;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.StreamId;
import dev.daybook.testing.InMemoryEventStore;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What another version of the application stored, and this one cannot read. */
@Timeout(60)
final class UnreadableCommandTest {

    private static final UUID ID = new UUID(7, 7);
    private static final Intervention ZOE = new Intervention("Zoë", "written by the old version");

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final BoundedContext context = new Tally().start(store, Tally.durable());

    @AfterEach
    void close() {
        context.close();
    }

    private void enqueue(String type, StreamId stream, String payload) {
        CommandHeader header = new CommandHeader(ID, PayloadHash.of(type, payload), type, stream, Metadata.none());
        store.commit(Commit.enqueue(
                new Enqueue(Tally.QUEUE, Enqueue.UNBOUNDED, new SerializedCommand(header, payload), Optional.empty())));
        Conditions.untilParked(context, ID);
    }

    private String error() {
        return ((CommandStatus.Parked) context.status(ID).orElseThrow()).error();
    }

    @Test
    void a_payload_that_cannot_be_read_parks_it_until_it_is_edited() {
        enqueue("tally.add", Tally.stream("a"), "{\"key\":\"a\",\"amount\":\"one\"}");
        context.enqueue(new Add("a", 2));

        assertThat(error()).contains("The payload cannot be read", "amount", "edit it");
        assertThat(context.send(new Add("b", 1))).isInstanceOf(Outcome.Accepted.class);
        context.commands().operations().edit(ID, "{\"key\":\"a\",\"amount\":1}", ZOE);

        Conditions.until("both are carried out", () -> store.head().value() == 3);
        assertThat(Tally.added(store, "a")).containsExactly(1, 2);
    }

    @Test
    void a_type_that_is_not_known_parks_it_until_a_person_discards_it() {
        enqueue("tally.multiply", Tally.stream("a"), "{}");
        context.enqueue(new Add("a", 2));

        assertThat(error()).contains("tally.multiply is not known here");
        context.commands().operations().discard(ID, ZOE);

        Conditions.until("the next is carried out", () -> store.head().value() == 1);
    }

    @Test
    void a_type_of_an_aggregate_that_is_gone_parks_it() {
        enqueue("gone.do", StreamId.of("gone", "a"), "{}");

        assertThat(error()).contains("gone.do is not known here");
    }
}
