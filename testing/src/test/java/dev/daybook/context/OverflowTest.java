package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.command.Command;
import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.CommandListener;
import dev.daybook.command.LaneFullException;
import dev.daybook.command.Outcome;
import dev.daybook.command.WhenFull;
import dev.daybook.context.Tally.Add;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.subscription.Backoff;
import dev.daybook.testing.InMemoryEventStore;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a lane in memory has no room for is stored behind it, and carried out in its turn. */
@Timeout(60)
final class OverflowTest {

    private static final Duration LEASE_TIME = Duration.ofMillis(300);

    private final Tally tally = new Tally();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryEventStore store = new InMemoryEventStore(clock);
    private final AtomicInteger overflowed = new AtomicInteger();
    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    private BoundedContext start(EventStore on, long behind) {
        Consumer<CommandBusSetup> lane =
                Tally.inMemory(setup -> setup.capacity(5).batch(2).whenFull(WhenFull.overflow(behind)));
        return tally.start(on, clock, bus -> {
            lane.accept(bus);
            bus.retries(new Backoff(Duration.ofMillis(1), Duration.ofMillis(2)), 3);
            bus.leaseTime(LEASE_TIME).listener(new CommandListener() {
                @Override
                public void overflowed(String name) {
                    overflowed.incrementAndGet();
                }
            });
        });
    }

    private static String key(int number) {
        return "k" + number % 3;
    }

    private void assertEachKeyInOrder(int last) {
        for (int key = 0; key < 3; key++) {
            int remainder = key;
            assertThat(Tally.added(store, key(key)))
                    .containsExactlyElementsOf(IntStream.rangeClosed(1, last)
                            .filter(number -> number % 3 == remainder)
                            .boxed()
                            .toList());
        }
    }

    @Test
    void all_of_a_burst_is_carried_out_in_the_order_of_each_stream() {
        tally.before(entry -> gate.pass());
        try (BoundedContext context = start(store, 1_000)) {
            for (int i = 1; i <= 100; i++) {
                context.enqueue(new Add(key(i), i));
            }
            assertThat(overflowed).hasValue(95);
            gate.open();
            for (int i = 101; i <= 200; i++) {
                context.enqueue(new Add(key(i), i));
            }
            Conditions.until("all is carried out", () -> store.head().value() == 200);
        }
        assertEachKeyInOrder(200);
    }

    @Test
    void a_sender_waits_for_the_outcome_of_what_overflowed() {
        tally.before(entry -> gate.pass());
        try (BoundedContext context = start(store, 1_000)) {
            for (int i = 1; i <= 5; i++) {
                context.enqueue(new Add("a", i));
            }
            CompletableFuture<Outcome> sent = Senders.send(context, new Add("a", 6));
            gate.open();

            assertThat(Senders.of(sent)).isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(Tally.added(store, "a")).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void a_repetition_of_what_overflowed_is_known() {
        tally.before(entry -> gate.pass());
        try (BoundedContext context = start(store, 1_000)) {
            for (int i = 1; i <= 5; i++) {
                context.enqueue(new Add("a", i));
            }
            Command<Add> command = Command.of(new Add("a", 6)).id(new UUID(0, 6));
            CompletableFuture<Outcome> first = Senders.send(context, command);
            CompletableFuture<Outcome> second = Senders.send(context, command);

            assertThat(context.enqueue(command).repeated()).isTrue();
            gate.open();
            assertThat(Senders.of(second)).isEqualTo(Senders.of(first)).isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(Tally.added(store, "a")).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void it_goes_back_to_memory_once_all_has_been_brought_in() {
        tally.before(entry -> gate.pass());
        try (BoundedContext context = start(store, 1_000)) {
            for (int i = 1; i <= 8; i++) {
                context.enqueue(new Add("a", i));
            }
            gate.open();
            Conditions.until("all is carried out", () -> store.head().value() == 8);

            Conditions.until("a command is kept in memory", () -> {
                int before = overflowed.get();
                context.send(new Add("b", 1));
                return overflowed.get() == before;
            });
        }
        assertThat(Tally.added(store, "a")).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    }

    @Test
    void what_is_beyond_its_capacity_is_rejected() {
        tally.before(entry -> gate.pass());
        try (BoundedContext context = start(store, 10)) {
            AtomicInteger accepted = new AtomicInteger();
            assertThatExceptionOfType(LaneFullException.class).isThrownBy(() -> {
                while (accepted.get() < 1_000) {
                    context.enqueue(new Add("a", 1));
                    accepted.incrementAndGet();
                }
            });

            assertThat(accepted).hasValue(15);
            gate.open();
            Conditions.until("all is carried out", () -> store.head().value() == 15);
        }
    }

    @Test
    void a_decider_that_throws_on_what_overflowed_fails_it_for_good_and_no_other() {
        UUID failing = new UUID(0, 666);
        tally.before(entry -> {
            gate.pass();
            if (entry instanceof Add add && add.amount() == 666) {
                throw new IllegalStateException("boom");
            }
        });
        try (BoundedContext context = start(store, 1_000)) {
            for (int i = 1; i <= 5; i++) {
                context.enqueue(new Add("a", i));
            }
            context.enqueue(Command.of(new Add("a", 666)).id(failing));
            context.enqueue(new Add("a", 7));
            gate.open();
            Conditions.until("all is carried out", () -> store.head().value() == 6);

            assertThat(context.send(Command.of(new Add("a", 666)).id(failing)))
                    .isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                        assertThat(failed.kind()).isEqualTo(Outcome.Failed.Kind.DISCARDED);
                        assertThat(failed.reason()).contains("boom");
                    });
        }
        assertThat(Tally.added(store, "a")).containsExactly(1, 2, 3, 4, 5, 7);
    }

    @Test
    void a_store_that_is_away_for_long_is_no_reason_to_give_up_what_overflowed() {
        tally.before(entry -> gate.pass());
        UUID last = new UUID(0, 6);
        AtomicInteger failures = new AtomicInteger();
        TappedStore tapped = new TappedStore(store);
        tapped.tap((commits, through) -> commits.stream()
                .map(commit -> !commit.appends().isEmpty()
                                && TappedStore.decides(last, commit)
                                && failures.incrementAndGet() <= 5
                        ? new CommitResult.Failed(TappedStore.unavailable())
                        : through.apply(List.of(commit)).getFirst())
                .toList());
        try (BoundedContext context = start(tapped, 1_000)) {
            for (int i = 1; i <= 5; i++) {
                context.enqueue(new Add("a", i));
            }
            context.enqueue(Command.of(new Add("b", 6)).id(last));
            gate.open();
            Conditions.untilDone(context, last);
        }
        assertThat(Tally.added(store, "b")).containsExactly(6);
        assertThat(failures).hasValue(6);
    }

    @Test
    void what_a_lost_node_leaves_behind_another_carries_out() {
        tally.before(entry -> gate.pass());
        InMemoryEventStore lost = store.reopen();
        try (BoundedContext first = start(lost, 1_000)) {
            for (int i = 1; i <= 20; i++) {
                first.enqueue(new Add(key(i), i));
            }
            lost.close(); // as a process that is killed: it says nothing any more, and what is in its memory is gone
            gate.open();
            clock.advance(LEASE_TIME.plusMillis(1));

            try (BoundedContext second = start(store, 1_000)) {
                Conditions.until(
                        "all that was stored is carried out", () -> store.head().value() == 15);
                assertThat(second.commands().operations().lanes()).hasSize(1);
            }
        }
        for (int key = 0; key < 3; key++) {
            assertThat(Tally.added(store, key(key))).isSorted().allMatch(number -> number > 5);
        }
    }

    @Test
    void the_name_of_the_context_may_be_long() {
        tally.before(entry -> gate.pass());
        try (BoundedContext context = BoundedContext.named("tallies ".repeat(20))
                .store(store)
                .clock(clock)
                .aggregate(tally.aggregate())
                .commandBus(Tally.inMemory(lane -> lane.capacity(1).whenFull(WhenFull.overflow(10))))
                .start()) {
            context.enqueue(new Add("a", 1));
            context.enqueue(new Add("a", 2));
            gate.open();

            Conditions.until("both are carried out", () -> store.head().value() == 2);
        }
    }
}
