package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.daybook.command.Command;
import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.CommandOperations.LaneStatus;
import dev.daybook.command.LaneFullException;
import dev.daybook.command.LaneSetup;
import dev.daybook.command.Outcome;
import dev.daybook.command.WhenFull;
import dev.daybook.context.Tally.Add;
import dev.daybook.context.Tally.Look;
import dev.daybook.context.Tally.Take;
import dev.daybook.store.CommitResult;
import dev.daybook.testing.InMemoryEventStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lane holds no more than its capacity, whatever comes. */
@Timeout(60)
final class LaneCapacityTest {

    private static final Duration LATER = Duration.ofMillis(1_500);

    private final Tally tally = new Tally();
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    private BoundedContext start(boolean durable, WhenFull whenFull) {
        tally.before(entry -> gate.pass());
        Consumer<LaneSetup> lane =
                setup -> setup.workers(1).batch(1).capacity(3).whenFull(whenFull);
        return tally.start(store, durable ? Tally.durable(lane) : Tally.inMemory(lane));
    }

    private static UUID id(int number) {
        return new UUID(0, number);
    }

    @Test
    void who_waits_for_room_in_a_queue_does_not_ask_all_the_time() {
        AtomicInteger attempts = new AtomicInteger();
        TappedStore full = new TappedStore(CommandCalls.of(
                store, (method, call) -> method.equals("awaitChange") ? null : call.make())); // changes all the time
        full.tap((commits, target) -> {
            if (commits.getFirst().enqueued().isEmpty()) {
                return target.apply(commits);
            }
            attempts.incrementAndGet();
            return List.of(new CommitResult.QueueFull(Tally.QUEUE, 3, 3));
        });
        Consumer<LaneSetup> lane = setup -> setup.whenFull(WhenFull.await(Duration.ofMillis(500)));
        try (BoundedContext context = tally.start(full, Tally.durable(lane))) {
            Conditions.until("it is asked more than once", () -> {
                attempts.set(0);
                assertThatExceptionOfType(LaneFullException.class).isThrownBy(() -> context.enqueue(new Add("a", 1)));
                assertThat(attempts).hasValueLessThanOrEqualTo(110);
                return attempts.get() > 1;
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_is_beyond_it_is_rejected_with_a_hint_when_to_come_back(boolean durable) {
        try (BoundedContext context = start(durable, WhenFull.reject(LATER))) {
            for (int i = 1; i <= 3; i++) {
                context.enqueue(Command.of(new Add("a", i)).id(id(i)));
            }
            gate.awaitArrival();

            assertThatExceptionOfType(LaneFullException.class)
                    .isThrownBy(() -> context.enqueue(new Add("b", 4)))
                    .withMessageContaining("1500 ms")
                    .satisfies(full -> {
                        assertThat(full.lane()).isEqualTo("default");
                        assertThat(full.retryAfter()).isEqualTo(LATER);
                    });
            assertThatExceptionOfType(LaneFullException.class).isThrownBy(() -> context.send(new Add("b", 5)));
            assertThat(context.enqueue(Command.of(new Add("a", 1)).id(id(1))).repeated())
                    .as("a known command needs no room")
                    .isTrue();
            gate.open();
            Conditions.untilDone(context, id(3));

            assertThat(context.send(new Add("a", 6))).isInstanceOf(Outcome.Accepted.class);
        }
        assertThat(Tally.added(store, "a")).containsExactly(1, 2, 3, 6);
        assertThat(Tally.added(store, "b")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_sender_that_waits_gets_the_room_that_comes_free(boolean durable) {
        try (BoundedContext context = start(durable, WhenFull.await(Accounts.PLENTY))) {
            for (int i = 1; i <= 3; i++) {
                context.enqueue(new Add("a", i));
            }
            gate.awaitArrival();
            CompletableFuture<Outcome> waiting = Senders.send(context, new Add("b", 4));

            gate.open();

            assertThat(Senders.of(waiting)).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_sender_that_waits_in_vain_is_rejected(boolean durable) {
        try (BoundedContext context = start(durable, WhenFull.await(Accounts.MOMENT))) {
            for (int i = 1; i <= 3; i++) {
                context.enqueue(new Add("a", i));
            }

            assertThatExceptionOfType(LaneFullException.class).isThrownBy(() -> context.send(new Add("b", 4)));
            gate.open();
        }
        assertThat(Tally.added(store, "b")).isEmpty();
    }

    @Test
    void the_capacity_of_a_durable_lane_is_that_of_all_nodes_together() {
        try (BoundedContext context = start(true, WhenFull.reject());
                BoundedContext other = start(true, WhenFull.reject())) {
            context.enqueue(new Add("a", 1));
            other.enqueue(new Add("a", 2));
            context.enqueue(new Add("a", 3));

            assertThatExceptionOfType(LaneFullException.class).isThrownBy(() -> other.enqueue(new Add("b", 4)));
            assertThatExceptionOfType(LaneFullException.class).isThrownBy(() -> context.enqueue(new Add("b", 4)));
            gate.open();
        }
    }

    @Test
    void a_lane_whose_workers_are_busy_holds_up_no_other() {
        tally.before(entry -> {
            if (entry instanceof Add) {
                gate.pass();
            }
        });
        try (BoundedContext context = tally.start(
                store, bus -> bus.lane("bulk", lane -> lane.takes(Add.class).workers(1)))) {
            context.enqueue(new Add("a", 1));
            gate.awaitArrival();

            assertThat(context.send(new Look("a"))).isInstanceOf(Outcome.Accepted.class);
            gate.open();
        }
    }

    @Test
    void a_commands_type_names_its_lane_and_its_sender_may_name_another() {
        try (BoundedContext context = tally.start(
                store,
                bus -> bus.lane("takes", lane -> lane.takes(Take.class))
                        .lane("all", lane -> lane.takes(Tally.Entry.class)))) {
            assertThat(context.enqueue(new Take("a", 1)).lane()).isEqualTo("takes");
            assertThat(context.enqueue(new Add("a", 1)).lane()).isEqualTo("all");
            assertThat(context.enqueue(Command.of(new Take("a", 1)).lane("all")).lane())
                    .isEqualTo("all");
            assertThat(context.enqueue(Command.of(new Take("a", 1)).lane(CommandBusSetup.DEFAULT_LANE))
                            .lane())
                    .isEqualTo(CommandBusSetup.DEFAULT_LANE);
        }
    }

    @Test
    void a_lane_that_is_not_there_is_an_error_that_names_those_that_are() {
        try (BoundedContext context = tally.start(store, bus -> bus.lane("bulk", LaneSetup::durable))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> context.send(Command.of(new Look("a")).lane("slow")))
                    .withMessage("There is no lane slow, there are [bulk, default]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> context.commands().operations().parked("slow", 0, 1));
        }
    }

    @Test
    void what_lanes_hold_can_be_seen() {
        try (BoundedContext context = start(true, WhenFull.reject())) {
            context.enqueue(new Add("a", 1));
            context.enqueue(new Add("a", 2));
            gate.awaitArrival();
            Conditions.until(
                    "both are in memory",
                    () -> context.commands().operations().lanes().getFirst().inMemory() == 2);

            assertThat(context.commands().operations().lanes())
                    .containsExactly(new LaneStatus("default", true, 2, 2, 0, 0));
            gate.open();
        }
    }
}
