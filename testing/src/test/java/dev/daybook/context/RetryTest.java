package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.command.Command;
import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.CommandListener;
import dev.daybook.command.CommandStatus;
import dev.daybook.command.Outcome;
import dev.daybook.context.Tally.Add;
import dev.daybook.store.CommitResult;
import dev.daybook.store.Intervention;
import dev.daybook.store.LimitExceededException;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StreamId;
import dev.daybook.testing.InMemoryEventStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the store does not answer, the stream waits and tries again, in order. */
@Timeout(60)
final class RetryTest {

    private static final UUID ID = new UUID(7, 7);
    private static final StreamId FAILING = Tally.stream("a");

    private final Tally tally = new Tally();
    private final InMemoryEventStore memory = new InMemoryEventStore();
    private final TappedStore store = new TappedStore(memory);
    private final AtomicInteger backedOff = new AtomicInteger();
    private final List<String> givenBack = new CopyOnWriteArrayList<>();

    private BoundedContext start(Consumer<CommandBusSetup> lane, int attempts) {
        return tally.start(store, bus -> {
            lane.accept(bus);
            bus.retries(Accounts.FAST, attempts).giveBackAfter(Accounts.PLENTY).listener(new CommandListener() {
                @Override
                public void backedOff(String name, StreamId stream, int failures, Duration pause) {
                    assertThat(stream).isEqualTo(FAILING);
                    backedOff.incrementAndGet();
                }

                @Override
                public void givenBack(String name, UUID command, String error) {
                    givenBack.add(command + ": " + error);
                }
            });
        });
    }

    private void untilBackedOff(int times) {
        Conditions.until("the stream has backed off", () -> backedOff.get() >= times);
    }

    @Test
    void on_a_lane_in_memory_that_stream_alone_waits_and_keeps_its_order() {
        store.failFor(FAILING);
        try (BoundedContext context = start(Tally.inMemory(lane -> {}), 1_000_000)) {
            CompletableFuture<Outcome> first = Senders.send(context, new Add("a", 1));
            CompletableFuture<Outcome> second = Senders.send(context, new Add("a", 2));
            untilBackedOff(3);

            assertThat(context.send(new Add("b", 1))).isInstanceOf(Outcome.Accepted.class);
            assertThat(first).isNotDone();
            store.untap();

            assertThat(Senders.of(first)).isInstanceOf(Outcome.Accepted.class);
            assertThat(Senders.of(second)).isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(Tally.added(memory, "a")).containsExactly(1, 2);
    }

    @Test
    void on_a_durable_lane_that_stream_alone_waits_and_keeps_its_order() {
        store.failFor(FAILING);
        try (BoundedContext context = start(Tally.durable(), 1_000_000)) {
            context.enqueue(new Add("a", 1));
            context.enqueue(new Add("a", 2));
            untilBackedOff(3);
            context.enqueue(new Add("a", 3));

            assertThat(context.send(new Add("b", 1))).isInstanceOf(Outcome.Accepted.class);
            store.untap();

            Conditions.until("all is carried out", () -> memory.head().value() == 4);
        }
        assertThat(Tally.added(memory, "a")).containsExactly(1, 2, 3);
    }

    @Test
    void a_command_in_memory_is_given_back_when_its_attempts_are_used_up() {
        store.failFor(FAILING);
        try (BoundedContext context = start(Tally.inMemory(lane -> {}), 3)) {
            assertThatExceptionOfType(StoreUnavailableException.class)
                    .isThrownBy(() -> context.send(Command.of(new Add("a", 1)).id(ID)));
            assertThat(store.decisions).hasSize(3);
            Conditions.until("it is told", () -> givenBack.equals(List.of(ID + ": The store is away")));
            store.untap();

            assertThat(context.send(new Add("a", 2))).isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(Tally.added(memory, "a")).containsExactly(2);
    }

    @Test
    void a_stored_command_is_parked_when_its_attempts_are_used_up() {
        store.failFor(FAILING);
        try (BoundedContext context = start(Tally.durable(), 3)) {
            context.enqueue(Command.of(new Add("a", 1)).id(ID));
            context.enqueue(new Add("a", 2));
            Conditions.untilParked(context, ID);

            assertThat(context.status(ID)).contains(new CommandStatus.Parked(3, "The store is away"));
            store.untap();
            context.commands().operations().retry(ID, new Intervention("Zoë", "the store is back"));

            Conditions.until("both are carried out", () -> memory.head().value() == 2);
        }
        assertThat(Tally.added(memory, "a")).containsExactly(1, 2);
    }

    @Test
    void a_commit_whose_answer_is_lost_takes_effect_once() {
        AtomicInteger lost = new AtomicInteger();
        store.tap((commits, target) -> {
            List<CommitResult> results = target.apply(commits);
            boolean decision = !commits.getFirst().outcomes().isEmpty();
            if (decision && lost.incrementAndGet() == 1) {
                throw new StoreUnavailableException("The answer is lost", StoreUnavailableException.Outcome.UNKNOWN);
            }
            return results;
        });
        try (BoundedContext context = start(Tally.durable(), 10)) {
            assertThat(context.send(new Add("a", 1))).isInstanceOf(Outcome.Accepted.class);
            assertThat(context.send(new Add("a", 2))).isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(Tally.added(memory, "a")).containsExactly(1, 2);
    }

    @Test
    void a_commit_that_the_store_refuses_fails_none_that_came_with_it() {
        Gate gate = new Gate();
        tally.before(entry -> {
            if (entry.key().equals("busy")) {
                gate.pass();
            }
        });
        store.tap((commits, target) -> {
            if (commits.stream().anyMatch(commit -> TappedStore.isDecisionFor(FAILING, commit))) {
                throw new LimitExceededException("Too much; none of the commits was carried out");
            }
            return target.apply(commits);
        });
        try (BoundedContext context = start(Tally.inMemory(lane -> {}), 10)) {
            CompletableFuture<Outcome> busy = Senders.send(context, new Tally.Look("busy"));
            gate.awaitArrival();
            CompletableFuture<Outcome> refused = Senders.send(context, new Add("a", 1));
            CompletableFuture<Outcome> beside = Senders.send(context, new Add("b", 1));
            gate.open();

            assertThat(Senders.of(busy)).isInstanceOf(Outcome.Accepted.class);
            assertThat(Senders.of(beside)).isInstanceOf(Outcome.Accepted.class);
            assertThatExceptionOfType(LimitExceededException.class).isThrownBy(() -> Senders.of(refused));
        }
    }
}
