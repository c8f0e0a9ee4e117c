package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.command.Command;
import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.CommandListener;
import dev.daybook.command.Outcome;
import dev.daybook.context.Shop.Command.CancelUnpaid;
import dev.daybook.context.Shop.Command.Pay;
import dev.daybook.context.Shop.Command.Place;
import dev.daybook.context.Shop.Event;
import dev.daybook.context.Shop.Unpaid;
import dev.daybook.process.ProcessManager;
import dev.daybook.process.ProcessStates;
import dev.daybook.process.Reaction;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.Version;
import dev.daybook.subscription.Backoff;
import dev.daybook.subscription.FailurePolicy;
import dev.daybook.testing.InMemoryEventStore;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Process managers keep their states and timers and send their commands, each once, whatever happens to the node. */
@Timeout(60)
final class ProcessManagerTest {

    private static final Backoff FAST = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1));

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T12:00:00Z"));
    private final InMemoryEventStore store = new InMemoryEventStore(clock);

    private final Queue<Outcome> outcomes = new ConcurrentLinkedQueue<>();

    /** Notes what became of the commands that process managers sent. */
    private final CommandListener listener = new CommandListener() {
        @Override
        public void finished(String lane, Outcome outcome, Duration waited, Duration ran) {
            if (lane.equals("processes")) {
                outcomes.add(outcome);
            }
        }
    };

    private void lanes(CommandBusSetup bus) {
        bus.lane("processes", lane -> lane.durable().takes(CancelUnpaid.class)).listener(listener);
    }

    private BoundedContext start(ProcessManager<?> manager) {
        return start(store, manager, this::lanes);
    }

    private BoundedContext start(
            InMemoryEventStore opened, ProcessManager<?> manager, Consumer<CommandBusSetup> lanes) {
        return BoundedContext.named("shop")
                .store(opened)
                .clock(clock)
                .aggregate(Shop.aggregate())
                .processManager(manager)
                .commandBus(lanes)
                .start();
    }

    private static void untilTimer(BoundedContext context, String order) {
        Conditions.until(
                "order " + order + " has a timer",
                () -> context.processes(Shop.DEADLINE).find(order).isPresent());
    }

    private List<String> events(String order) {
        return store.readStream(Shop.stream(order), Version.NONE, 10).stream()
                .map(event -> event.type().name())
                .toList();
    }

    private void untilCancelled(String... orders) {
        for (String order : orders) {
            Conditions.until(
                    "order " + order + " is cancelled", () -> events(order).contains("cancelled"));
        }
    }

    private static String[] orders(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toArray(String[]::new);
    }

    @Test
    void a_timer_fires_though_nothing_else_happens_and_its_command_is_carried_out() {
        try (BoundedContext context = start(Shop.DEADLINE)) {
            context.send(Command.of(new Place("1")).correlatedBy("request-1"));
            untilTimer(context, "1");

            clock.advance(Shop.LIMIT);
            untilCancelled("1");
            assertThat(context.processes(Shop.DEADLINE).find("1")).isEmpty();
        }
        StoredEvent cancelled =
                store.readStream(Shop.stream("1"), Version.of(1), 10).getFirst();
        assertThat(cancelled.metadata().correlation()).contains("request-1");
    }

    @Test
    void a_timer_does_not_fire_before_its_time_or_after_it_was_cancelled() {
        try (BoundedContext context = start(Shop.DEADLINE)) {
            context.send(new Place("paid"));
            context.send(new Place("unpaid"));
            clock.advance(Duration.ofMillis(1));
            context.send(new Place("later"));
            untilTimer(context, "later");
            context.send(new Pay("paid"));
            Conditions.until(
                    "the payment is dealt with",
                    () -> context.processes(Shop.DEADLINE).find("paid").isEmpty());

            clock.set(Instant.parse("2026-01-01T12:00:00Z").plus(Shop.LIMIT));
            untilCancelled("unpaid");
        }
        assertThat(events("paid")).containsExactly("placed", "paid");
        assertThat(events("later")).containsExactly("placed");
    }

    @Test
    void timers_fire_on_the_next_node_after_a_restart() {
        InMemoryEventStore first = store.reopen();
        try (BoundedContext context = start(first, Shop.DEADLINE, this::lanes)) {
            context.send(new Place("1"));
            untilTimer(context, "1");
        }
        first.close();
        clock.advance(Shop.LIMIT);
        BoundedContext context = start(Shop.DEADLINE);
        try {
            untilCancelled("1");
        } finally {
            context.close();
        }
        assertThat(events("1")).containsExactly("placed", "cancelled");
    }

    @Test
    void what_was_recorded_before_a_timer_fell_due_comes_before_it_though_nobody_was_there() {
        try (BoundedContext context = start(Shop.DEADLINE)) {
            context.send(new Place("1"));
            context.send(new Place("2"));
            untilTimer(context, "2");
        }
        try (BoundedContext context = withoutProcesses()) {
            context.send(new Pay("1"));
        }
        clock.advance(Shop.LIMIT);
        try (BoundedContext context = start(Shop.DEADLINE)) {
            untilCancelled("2");
            assertThat(context.processes(Shop.DEADLINE).find("1")).isEmpty();
        }
        assertThat(events("1")).containsExactly("placed", "paid");
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void a_command_that_is_not_wanted_any_more_is_refused_and_harms_nobody() {
        AtomicBoolean paid = new AtomicBoolean();
        ProcessManager<Unpaid> hasty = ProcessManager.named("hasty")
                .state(Unpaid.class)
                .startedBy(
                        Event.Placed.class,
                        Event.Placed::order,
                        placed -> Reaction.of(new Unpaid("1")).timer("unpaid", Shop.LIMIT))
                .onTimer(
                        "unpaid",
                        (state, timer) -> Reaction.of(state)
                                .send(new CancelUnpaid(state.order()))
                                .end())
                .sends(CancelUnpaid.class);
        try (BoundedContext context = start(hasty)) {
            context.send(new Place("1"));
            paid.set(context.send(new Pay("1")) instanceof Outcome.Accepted);
            Conditions.until(
                    "there is a timer", () -> context.processes(hasty).find("1").isPresent());
            clock.advance(Shop.LIMIT);
            Conditions.until("the command has its outcome", () -> !outcomes.isEmpty());
        }
        assertThat(paid).isTrue();
        assertThat(outcomes).containsExactly(new Outcome.Refused("not-unpaid", "It is paid"));
        assertThat(events("1")).containsExactly("placed", "paid");
    }

    @Test
    void on_two_nodes_each_timer_takes_effect_once() {
        ProcessManager<Unpaid> shared = Shop.DEADLINE.partitions(4);
        try (BoundedContext first = start(store.reopen(), shared, this::lanes);
                BoundedContext second = start(store, shared, this::lanes)) {
            for (String order : orders(60)) {
                (order.hashCode() % 2 == 0 ? first : second).send(new Place(order));
            }
            Conditions.until(
                    "all have timers", () -> first.processes(shared).find("60").isPresent());
            clock.advance(Shop.LIMIT);
            untilCancelled(orders(60));
        }
        assertThat(outcomes).hasSize(60);
        for (String order : orders(60)) {
            assertThat(events(order)).containsExactly("placed", "cancelled");
        }
    }

    @Test
    void a_queue_that_is_full_holds_up_and_loses_nothing() {
        try (BoundedContext context = start(
                store,
                Shop.DEADLINE,
                bus -> bus.lane(
                                "processes",
                                lane -> lane.durable()
                                        .takes(CancelUnpaid.class)
                                        .capacity(2)
                                        .batch(1)
                                        .workers(1))
                        .listener(listener))) {
            for (String order : orders(40)) {
                context.send(new Place(order));
            }
            Conditions.until(
                    "all have timers",
                    () -> context.processes(Shop.DEADLINE).find("40").isPresent());
            clock.advance(Shop.LIMIT);
            untilCancelled(orders(40));
        }
        assertThat(outcomes).hasSize(40);
    }

    @Test
    void a_long_log_is_followed_from_its_beginning_and_each_event_sends_its_command_once() {
        ProcessManager<Unpaid> eager = ProcessManager.named("eager")
                .state(Unpaid.class)
                .fromBeginning()
                .startedBy(
                        Event.Placed.class,
                        Event.Placed::order,
                        placed -> Reaction.of(new Unpaid(placed.event().order()))
                                .send(new CancelUnpaid(placed.event().order())))
                .on(
                        Event.Cancelled.class,
                        Event.Cancelled::order,
                        (state, cancelled) -> Reaction.of(state).end())
                .sends(CancelUnpaid.class);
        try (BoundedContext context = withoutProcesses()) {
            for (String order : orders(500)) {
                context.send(new Place(order));
            }
        }
        try (BoundedContext context = start(
                store,
                eager,
                bus -> bus.lane(
                                "processes",
                                lane -> lane.durable().takes(CancelUnpaid.class).capacity(100))
                        .listener(listener))) {
            untilCancelled(orders(500));
            Conditions.until(
                    "all have ended", () -> context.processes(eager).find("500").isEmpty());
        }
        assertThat(outcomes).hasSize(500);
    }

    @Test
    void an_event_whose_reaction_fails_holds_up_its_own_key_only_and_is_tried_again() {
        AtomicBoolean broken = new AtomicBoolean(true);
        ProcessManager<Unpaid> manager = ProcessManager.named("fragile")
                .state(Unpaid.class)
                .whenFailing(FailurePolicy.park(1_000_000).backoff(FAST))
                .startedBy(Event.Placed.class, Event.Placed::order, placed -> {
                    if (placed.event().order().equals("bad") && broken.get()) {
                        throw new IllegalStateException("boom");
                    }
                    return Reaction.of(new Unpaid(placed.event().order())).timer("unpaid", Shop.LIMIT);
                })
                .onTimer(
                        "unpaid",
                        (state, timer) -> Reaction.of(state)
                                .send(new CancelUnpaid(state.order()))
                                .end())
                .sends(CancelUnpaid.class);
        try (BoundedContext context = start(manager)) {
            context.send(new Place("bad"));
            context.send(new Place("good"));
            Conditions.until(
                    "the good one is dealt with",
                    () -> context.processes(manager).find("good").isPresent());
            assertThat(context.processes(manager).find("bad")).isEmpty();

            broken.set(false);
            clock.advance(Duration.ofSeconds(1));
            Conditions.until(
                    "the bad one is dealt with",
                    () -> context.processes(manager).find("bad").isPresent());
            clock.advance(Shop.LIMIT);
            untilCancelled("bad", "good");
        }
    }

    @Test
    void a_timer_whose_reaction_fails_holds_up_its_own_key_only_and_is_tried_again() {
        AtomicBoolean broken = new AtomicBoolean(true);
        ProcessManager<Unpaid> manager = ProcessManager.named("fragile")
                .state(Unpaid.class)
                .whenFailing(FailurePolicy.park(3).backoff(FAST))
                .startedBy(
                        Event.Placed.class,
                        Event.Placed::order,
                        placed ->
                                Reaction.of(new Unpaid(placed.event().order())).timer("unpaid", Shop.LIMIT))
                .onTimer("unpaid", (state, timer) -> {
                    if (state.order().equals("bad") && broken.get()) {
                        throw new IllegalStateException("boom");
                    }
                    return Reaction.of(state)
                            .send(new CancelUnpaid(state.order()))
                            .end();
                })
                .sends(CancelUnpaid.class);
        try (BoundedContext context = start(manager)) {
            context.send(new Place("bad"));
            context.send(new Place("good"));
            Conditions.until(
                    "there is a timer",
                    () -> context.processes(manager).find("good").isPresent());
            clock.advance(Shop.LIMIT);
            untilCancelled("good");
            Conditions.until(
                    "its failure is told",
                    () -> context.processes(manager)
                            .find("bad")
                            .flatMap(ProcessStates.Found::failure)
                            .filter(failure -> failure.error().contains("boom"))
                            .isPresent());

            broken.set(false);
            clock.advance(Duration.ofSeconds(1));
            untilCancelled("bad");
        }
        assertThat(outcomes).hasSize(2);
    }

    private BoundedContext withoutProcesses() {
        return BoundedContext.named("shop")
                .store(store)
                .aggregate(Shop.aggregate())
                .start();
    }
}
