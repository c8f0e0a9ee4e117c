package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.ConfigurationException;
import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.command.Command;
import dev.daybook.command.Outcome;
import dev.daybook.context.Counting.Add;
import dev.daybook.event.EventCatalog;
import dev.daybook.event.EventTypes;
import dev.daybook.event.JsonCodec;
import dev.daybook.testing.InMemoryEventStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class MisuseTest {

    sealed interface BlobEvent {}

    @SuppressWarnings("ArrayRecordComponent") // what users may do all the same
    record BlobStored(byte[] content) implements BlobEvent {}

    record StoreBlob(String id) {}

    sealed interface OtherEvent {}

    record Added(int amount) implements OtherEvent {}

    private final InMemoryEventStore store = new InMemoryEventStore();

    private BoundedContext context() {
        return BoundedContext.named("counting")
                .store(store)
                .aggregate(Counting.counter())
                .start();
    }

    @Test
    void a_command_without_a_usable_key_is_refused_as_misuse() {
        try (BoundedContext context = context()) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> context.send(new Add("", 1)))
                    .withMessageContainingAll("Add", "counter");
        }
    }

    @Test
    void a_correlation_id_that_cannot_be_stored_is_refused_before_anything_is_decided() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Command.of(new Add("a", 1)).correlatedBy("x".repeat(256)));
    }

    @Test
    void an_event_with_an_array_can_be_stored() {
        Aggregate<StoreBlob, String, BlobEvent> blob = Aggregate.named("blob")
                .commands(StoreBlob.class, StoreBlob::id)
                .events(BlobEvent.class)
                .decider(new Blobs());
        try (BoundedContext context =
                BoundedContext.named("blobs").store(store).aggregate(blob).start()) {
            assertThat(context.send(new StoreBlob("1"))).isInstanceOf(Outcome.Accepted.class);
        }
    }

    static final class Blobs implements Decider<StoreBlob, String, BlobEvent> {
        @Override
        public String initial() {
            return "";
        }

        @Override
        public Decision<BlobEvent> decide(StoreBlob command, String state) {
            return Decision.accept(new BlobStored(new byte[] {1, 2, 3}));
        }

        @Override
        public String evolve(String state, BlobEvent event) {
            return state;
        }
    }

    @Test
    void a_name_of_two_families_is_an_error_even_at_another_revision() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> new EventCatalog(
                        List.of(
                                EventTypes.below(Counting.CounterEvent.class),
                                EventTypes.below(OtherEvent.class, types -> types.name(Added.class, "added", 2))),
                        JsonCodec.standard()))
                .withMessageContainingAll(Counting.Added.class.getName(), Added.class.getName());
    }
}
