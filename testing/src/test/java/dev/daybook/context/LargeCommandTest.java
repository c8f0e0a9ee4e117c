package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.command.Command;
import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.CommandStatus;
import dev.daybook.command.Outcome;
import dev.daybook.context.Tally.Add;
import dev.daybook.event.EventCodec;
import dev.daybook.event.JsonCodec;
import dev.daybook.store.LimitExceededException;
import dev.daybook.store.StoreLimits;
import dev.daybook.testing.InMemoryEventStore;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is stored may be large, or break whoever reads it; the lane goes on all the same. */
@Timeout(60)
final class LargeCommandTest {

    private static final UUID ID = new UUID(7, 7);
    private static final int MANY = 60;
    private static final String MEGABYTE = "x".repeat(1_000_000);

    private final Tally tally = new Tally();
    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    /** JSON with something large in it, which reading passes over. */
    private record Padding(String padding, Runnable onRead) implements EventCodec {

        @Override
        public String write(Object payload) {
            String json = JsonCodec.standard().write(payload);
            return payload instanceof Add ? json.replaceFirst("\\{", "{\"padding\":\"" + padding + "\",") : json;
        }

        @Override
        public <T> T read(String json, Class<T> type) {
            if (type.equals(Add.class) && json.contains("\"amount\":13")) {
                onRead.run();
            }
            return JsonCodec.standard().read(json, type);
        }
    }

    private BoundedContext start(InMemoryEventStore store, EventCodec codec, Consumer<CommandBusSetup> setup) {
        return BoundedContext.named("tallies")
                .store(store)
                .aggregate(tally.aggregate())
                .codec(codec)
                .commandBus(setup.andThen(bus -> bus.retries(Accounts.FAST, 2)))
                .start();
    }

    @Test
    void few_large_ones_are_in_memory_at_one_time() {
        InMemoryEventStore store = new InMemoryEventStore();
        tally.before(entry -> gate.pass());
        try (BoundedContext context =
                start(store, new Padding(MEGABYTE, () -> {}), Tally.durable(lane -> lane.workers(1)))) {
            for (int i = 1; i <= MANY; i++) {
                context.enqueue(new Add("k" + i, 1));
            }
            gate.awaitArrival();
            Conditions.until("memory is filled", () -> inMemory(context) > 4);
            assertThat(inMemory(context)).isLessThan(MANY / 2);
            gate.open();
            Conditions.until("all are carried out", () -> {
                assertThat(inMemory(context)).isLessThan(MANY / 2);
                return store.head().value() == MANY;
            });
        }
    }

    private static int inMemory(BoundedContext context) {
        return context.commands().operations().lanes().getFirst().inMemory();
    }

    private void assertParked(Runnable onRead) {
        InMemoryEventStore store = new InMemoryEventStore();
        try (BoundedContext context = start(store, new Padding("", onRead), Tally.durable())) {
            context.enqueue(Command.of(new Add("a", 13)).id(ID));
            Conditions.untilParked(context, ID);

            assertThat(context.send(new Add("b", 1))).isInstanceOf(Outcome.Accepted.class);
            assertThat(((CommandStatus.Parked) context.status(ID).orElseThrow()).error())
                    .contains("The payload cannot be read");
        }
    }

    @Test
    void one_whose_class_cannot_be_loaded_is_parked() {
        assertParked(() -> {
            throw new NoClassDefFoundError("gone");
        });
    }

    @Test
    void one_that_makes_a_codec_throw_is_parked() {
        assertParked(() -> {
            throw new IllegalStateException("boom");
        });
    }

    @Test
    void one_beyond_the_limit_is_refused_by_a_lane_in_memory_too() {
        InMemoryEventStore store =
                new InMemoryEventStore(StoreLimits.defaults().withEventBytes(100), InstantSource.system());
        try (BoundedContext context =
                start(store, new Padding("x".repeat(100), () -> {}), Tally.inMemory(lane -> {}))) {
            assertThatExceptionOfType(LimitExceededException.class)
                    .isThrownBy(() -> context.send(new Add("a", 1)))
                    .withMessageContaining("tally.add");
        }
    }
}
