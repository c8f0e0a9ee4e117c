package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.command.Command;
import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.CommandListener;
import dev.daybook.command.CommandStatus;
import dev.daybook.command.Outcome;
import dev.daybook.command.WhenFull;
import dev.daybook.context.Tally.Add;
import dev.daybook.event.EventCodec;
import dev.daybook.event.JsonCodec;
import dev.daybook.event.UnreadableEventException;
import dev.daybook.store.CommandHeader;
import dev.daybook.store.Commit;
import dev.daybook.store.Enqueue;
import dev.daybook.store.Metadata;
import dev.daybook.store.PayloadHash;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.testing.InMemoryEventStore;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What overflowed on one node and another carries out, and what waits behind it. */
@Timeout(60)
final class OverflowOwnerTest {

    private static final UUID OWNER = new UUID(9, 9);
    private static final String QUEUE = "tallies/default/overflow/" + OWNER;

    private final Tally tally = new Tally();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z")); // nobody is lost
    private final InMemoryEventStore store = new InMemoryEventStore(clock);
    private final Gate gate = new Gate();
    private final AtomicInteger overflowed = new AtomicInteger();

    @AfterEach
    void open() {
        gate.open();
    }

    private Consumer<CommandBusSetup> overflowing() {
        Consumer<CommandBusSetup> lane =
                Tally.inMemory(setup -> setup.capacity(5).whenFull(WhenFull.overflow(1_000)));
        return lane.andThen(bus -> bus.leaseTime(Duration.ofMillis(300))
                .retries(Accounts.FAST, 3)
                .listener(new CommandListener() {
                    @Override
                    public void overflowed(String name) {
                        overflowed.incrementAndGet();
                    }
                }));
    }

    /** As another node stored it that is gone now. */
    private UUID leftBehind(int amount) {
        UUID id = new UUID(1, amount);
        String json = JsonCodec.standard().write(new Add("a", amount));
        CommandHeader header = new CommandHeader(
                id, PayloadHash.of("tally.add", json), "tally.add", Tally.stream("a"), Metadata.none());
        store.commit(Commit.enqueue(
                new Enqueue(QUEUE, Enqueue.UNBOUNDED, new SerializedCommand(header, json), Optional.empty())));
        return id;
    }

    /** A version of the application that does not know everything. */
    private static final class OldCodec implements EventCodec {

        @Override
        public String write(Object payload) {
            return JsonCodec.standard().write(payload);
        }

        @Override
        public <T> T read(String json, Class<T> type) {
            if (type.equals(Add.class) && json.contains("\"amount\":2")) {
                throw new UnreadableEventException("not known to this version");
            }
            return JsonCodec.standard().read(json, type);
        }
    }

    @Test
    void what_the_adopting_node_cannot_read_waits_for_one_that_can() {
        UUID first = leftBehind(1);
        UUID second = leftBehind(2);
        leftBehind(3);
        try (BoundedContext old = BoundedContext.named("tallies")
                .store(store)
                .clock(clock)
                .aggregate(tally.aggregate())
                .codec(new OldCodec())
                .commandBus(overflowing())
                .start()) {
            Conditions.untilDone(old, first);
            String lease = "command/" + QUEUE + "/0";
            Conditions.until(
                    "it gives the queue back, or deals with it",
                    () -> !store.leases().held().contains(lease)
                            || old.status(second).orElseThrow() instanceof CommandStatus.Done);

            assertThat(old.status(second)).contains(new CommandStatus.Pending());
        }
        try (BoundedContext young = tally.start(store, clock, overflowing())) {
            Conditions.until("all is carried out", () -> store.head().value() == 3);
            assertThat(young.status(second).orElseThrow()).isInstanceOf(CommandStatus.Done.class);
        }
        assertThat(Tally.added(store, "a")).containsExactly(1, 2, 3);
    }

    @Test
    void an_owner_that_returns_gets_its_queue_back() {
        String lease = "command/" + QUEUE + "/0";
        leftBehind(1);
        tally.before(entry -> gate.pass());
        try (BoundedContext adopting = tally.start(store, clock, overflowing())) {
            gate.awaitArrival();
            assertThat(store.leases().held()).contains(lease);

            store.leases().heartbeat("tallies~" + OWNER, Duration.ofDays(1));

            Conditions.until("it is given back", () -> !store.leases().held().contains(lease));
            assertThat(adopting.commands().operations().lanes()).hasSize(1);
            gate.open();
        }
    }

    @Test
    void who_waits_in_memory_behind_what_overflowed_is_told_when_the_store_is_away() {
        TappedStore away = new TappedStore(store);
        tally.before(entry -> gate.pass());
        try (BoundedContext context = tally.start(away, clock, overflowing())) {
            for (int i = 1; i <= 5; i++) {
                context.enqueue(new Add("a", i));
            }
            context.enqueue(new Add("b", 6));
            away.failFor(Tally.stream("b"));
            gate.open();
            Conditions.until("commands are kept in memory again", () -> {
                int before = overflowed.get();
                context.send(new Add("c", 1));
                return overflowed.get() == before;
            });
            CompletableFuture<Outcome> waiting = Senders.send(context, Command.of(new Add("b", 7)));

            assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> Senders.of(waiting));
            away.untap();
            Conditions.until(
                    "what was stored is carried out",
                    () -> !Tally.added(store, "b").isEmpty());
        }
        assertThat(Tally.added(store, "b")).containsExactly(6);
    }

    @Test
    void what_has_overflowed_is_counted_as_stored() {
        tally.before(entry -> gate.pass());
        try (BoundedContext context = tally.start(store, clock, overflowing())) {
            for (int i = 1; i <= 9; i++) {
                context.enqueue(new Add("a", i));
            }

            assertThat(context.commands().operations().lanes().getFirst().stored())
                    .isEqualTo(4);
            gate.open();
        }
    }
}
