package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.context.Shop.Command.CancelUnpaid;
import dev.daybook.context.Shop.Command.Place;
import dev.daybook.context.Shop.Event.Placed;
import dev.daybook.process.ProcessManager;
import dev.daybook.process.ProcessStates;
import dev.daybook.process.Reaction;
import dev.daybook.store.Intervention;
import dev.daybook.store.Version;
import dev.daybook.subscription.Backoff;
import dev.daybook.subscription.FailurePolicy;
import dev.daybook.subscription.SubscriptionStatus;
import dev.daybook.testing.InMemoryEventStore;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Timers that fail are told of, rest after some attempts, and go on when a person says so. */
@Timeout(60)
final class ProcessTimerFailureTest {

    private static final String NAME = "fragile-deadline";
    private static final Intervention ANN = new Intervention("ann", "it was mended");
    private static final Backoff FAST = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1));

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T12:00:00Z"));
    private final InMemoryEventStore store = new InMemoryEventStore(clock);
    private final AtomicBoolean broken = new AtomicBoolean(true);
    private final AtomicInteger attempts = new AtomicInteger();
    private final ProcessManager<Shop.Unpaid> manager = ProcessManager.named(NAME)
            .state(Shop.Unpaid.class)
            .whenFailing(FailurePolicy.park(3).backoff(FAST))
            .startedBy(
                    Placed.class,
                    Placed::order,
                    placed ->
                            Reaction.of(new Shop.Unpaid(placed.event().order())).timer("unpaid", Shop.LIMIT))
            .onTimer("unpaid", (state, timer) -> {
                if (state.order().equals("bad") && attempts.incrementAndGet() > 0 && broken.get()) {
                    throw new IllegalStateException("boom");
                }
                return Reaction.of(state).send(new CancelUnpaid(state.order())).end();
            })
            .sends(CancelUnpaid.class);
    private BoundedContext context = start();

    private BoundedContext start() {
        return BoundedContext.named("shop")
                .store(store)
                .clock(clock)
                .aggregate(Shop.aggregate())
                .processManager(manager)
                .commandBus(bus -> bus.lane("processes", lane -> lane.durable().takes(CancelUnpaid.class)))
                .start();
    }

    @AfterEach
    void close() {
        context.close();
    }

    private void place(String order) {
        context.send(new Place(order));
        Conditions.until(
                "order " + order + " has a process",
                () -> context.processes(manager).find(order).isPresent());
    }

    private void untilCancelled(String order) {
        Conditions.until(
                "order " + order + " is cancelled",
                () -> store.readStream(Shop.stream(order), Version.NONE, 10).stream()
                        .anyMatch(event -> event.type().name().equals("cancelled")));
    }

    private SubscriptionStatus status() {
        return context.subscriptionOperations().show(NAME);
    }

    private List<ProcessStates.Failing> failing() {
        return context.processes(manager).failing(10);
    }

    private void untilItRests() {
        place("bad");
        clock.advance(Shop.LIMIT);
        Conditions.until("it has failed", () -> !failing().isEmpty());
        Conditions.until("it rests", () -> {
            clock.advance(Duration.ofMillis(1));
            return failing().stream()
                    .anyMatch(found -> found.failure().retryAt().isEmpty());
        });
    }

    @Test
    void a_timer_that_fails_makes_the_subscription_unhealthy_at_once() {
        place("bad");
        clock.advance(Shop.LIMIT);
        Conditions.until("it has failed", () -> !failing().isEmpty());
        assertThat(status().healthy()).isFalse();
        assertThat(status().state()).isEqualTo(SubscriptionStatus.State.RETRYING);
        assertThat(status().error())
                .hasValueSatisfying(error -> assertThat(error)
                        .contains("Timers of 1 processes fail, that of key 'bad' has failed 1 times")
                        .contains("boom"));
    }

    @Test
    void a_timer_that_has_failed_as_often_as_it_may_rests_until_a_person_resumes() {
        untilItRests();
        assertThat(failing())
                .singleElement()
                .satisfies(found -> assertThat(found.failure().attempts()).isEqualTo(3));
        assertThat(status().state()).isEqualTo(SubscriptionStatus.State.STOPPED);
        place("good");
        clock.advance(Shop.LIMIT);
        untilCancelled("good");
        assertThat(attempts).hasValue(3);
        broken.set(false);
        context.subscriptionOperations().resume(NAME, ANN);
        untilCancelled("bad");
        Conditions.until("it is well", () -> status().healthy() && failing().isEmpty());
        assertThat(context.subscriptionOperations().interventions(NAME, 1))
                .singleElement()
                .satisfies(done -> assertThat(done.intervention()).isEqualTo(ANN));
    }

    @Test
    void a_timer_that_rests_is_tried_again_at_the_next_start() {
        untilItRests();
        broken.set(false);
        context.close();
        context = start();
        untilCancelled("bad");
    }
}
