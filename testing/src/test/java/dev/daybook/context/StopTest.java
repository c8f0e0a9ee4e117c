package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.daybook.command.BusClosedException;
import dev.daybook.command.Command;
import dev.daybook.command.CommandStatus;
import dev.daybook.command.Outcome;
import dev.daybook.command.OutcomePendingException;
import dev.daybook.command.WhenFull;
import dev.daybook.context.Tally.Add;
import dev.daybook.store.EventStore;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.testing.InMemoryEventStore;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that stops finishes what it can, and tells everybody who waits. */
@Timeout(60)
final class StopTest {

    private static final UUID ID = new UUID(7, 7);

    private final Tally tally = new Tally();
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    @Test
    void what_is_in_memory_is_finished() {
        BoundedContext context = tally.start(store, Tally.inMemory(lane -> {}));
        for (int i = 1; i <= 100; i++) {
            context.enqueue(new Add("a", i));
        }

        context.close();

        assertThat(Tally.added(store, "a")).hasSize(100);
        context.close();
    }

    @Test
    void nothing_more_is_taken() {
        BoundedContext context = tally.start(store, Tally.durable());
        context.close();

        assertThatExceptionOfType(BusClosedException.class).isThrownBy(() -> context.send(new Add("a", 1)));
        assertThatExceptionOfType(BusClosedException.class).isThrownBy(() -> context.enqueue(new Add("a", 1)));
    }

    @Test
    void what_has_not_begun_in_time_is_given_back_and_what_runs_may_have_taken_effect() {
        tally.before(entry -> gate.pass());
        BoundedContext context = tally.start(store, Tally.inMemory(lane -> lane.batch(1)));
        CompletableFuture<Outcome> running = Senders.send(context, new Add("a", 1));
        gate.awaitArrival();
        CompletableFuture<Outcome> behindIt = Senders.send(context, new Add("a", 2));
        CompletableFuture<Outcome> waiting = Senders.send(context, new Add("b", 3));

        context.stop(Accounts.MOMENT);

        assertThatExceptionOfType(BusClosedException.class).isThrownBy(() -> Senders.of(behindIt));
        assertThatExceptionOfType(BusClosedException.class).isThrownBy(() -> Senders.of(waiting));
        assertThatExceptionOfType(StoreUnavailableException.class)
                .isThrownBy(() -> Senders.of(running))
                .matches(e -> e.outcome() == StoreUnavailableException.Outcome.UNKNOWN);
    }

    @Test
    void a_sender_that_waits_for_room_is_told() {
        tally.before(entry -> gate.pass());
        BoundedContext context =
                tally.start(store, Tally.inMemory(lane -> lane.capacity(1).whenFull(WhenFull.await(Accounts.PLENTY))));
        context.enqueue(new Add("a", 1));
        gate.awaitArrival();
        CompletableFuture<Outcome> waiting = Senders.send(context, new Add("b", 2));

        context.stop(Accounts.MOMENT);

        assertThatExceptionOfType(BusClosedException.class).isThrownBy(() -> Senders.of(waiting));
    }

    @Test
    void what_is_stored_stays_so_and_its_sender_is_told() {
        tally.before(entry -> gate.pass());
        BoundedContext context =
                tally.start(store, Tally.durable(lane -> lane.workers(1).batch(1)));
        context.enqueue(new Add("a", 1));
        gate.awaitArrival();
        CompletableFuture<Outcome> waiting =
                Senders.send(context, Command.of(new Add("a", 2)).id(ID));

        context.stop(Accounts.MOMENT);

        assertThatExceptionOfType(OutcomePendingException.class)
                .isThrownBy(() -> Senders.of(waiting))
                .withMessageContaining("is stopping");
        assertThat(context.status(ID)).contains(new CommandStatus.Pending());
    }

    @Test
    void the_stores_being_away_does_not_keep_it_from_stopping() {
        TappedStore away = new TappedStore(store);
        BoundedContext context = tally.start(away, Tally.durable());
        away.failFor(Tally.stream("a"));
        context.enqueue(Command.of(new Add("a", 1)).id(ID));
        Conditions.until("it was tried", () -> !away.decisions.isEmpty());

        context.stop(Duration.ofHours(1));

        assertThat(store.commands().status(Tally.QUEUE).pending()).isEqualTo(1);
    }

    @Test
    void a_store_that_hangs_does_not_keep_it_from_stopping_in_time() {
        AtomicBoolean hangs = new AtomicBoolean();
        EventStore hanging = CommandCalls.of(store, (method, call) -> {
            if (hangs.get() && method.equals("read")) {
                gate.pass();
            }
            return call.make();
        });
        BoundedContext context =
                tally.start(hanging, Tally.durable().andThen(bus -> bus.lane("other", lane -> lane.durable())));
        context.send(new Add("a", 1));
        hangs.set(true);
        gate.awaitArrival();

        assertTimeoutPreemptively(Accounts.PLENTY.dividedBy(2), () -> context.stop(Accounts.MOMENT));
    }

    @Test
    void a_store_that_was_closed_before_does_not_keep_it_from_stopping() {
        BoundedContext context = tally.start(store, Tally.durable());
        context.send(new Add("a", 1));
        store.close();

        context.stop(Duration.ofHours(1));

        assertThatExceptionOfType(BusClosedException.class).isThrownBy(() -> context.send(new Add("a", 1)));
    }
}
