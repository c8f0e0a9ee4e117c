package dev.daybook.subscription;

import static dev.daybook.subscription.Conditions.PLENTY;
import static dev.daybook.subscription.Conditions.until;
import static dev.daybook.subscription.Workplace.ANN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.subscription.SubscriptionStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ControlTest {

    private static final String NAME = "all";

    private final Workplace place = Workplace.open();
    private final NotingHandler handler = place.handler();

    @AfterEach
    void close() {
        place.close();
    }

    private SubscriptionStore stored() {
        return place.store().subscriptions();
    }

    private RunningSubscription caughtUpWith(int events) throws Exception {
        RunningSubscription subscription =
                place.run(SubscriptionSetup.named(NAME).partitions(2), handler);
        for (int i = 0; i < events; i++) {
            place.append("s-" + i % 7);
        }
        assertThat(subscription.awaitPosition(Position.of(events), PLENTY)).isTrue();
        return subscription;
    }

    /** Until all its partitions have stored that they came so far, which they do late where there was nothing to do. */
    private void untilStored(RunningSubscription subscription, long position) {
        until("how far it came is stored", () -> {
            subscription.settle();
            return stored().find(NAME).orElseThrow().checkpoints().stream().allMatch(Position.of(position)::equals);
        });
    }

    @Test
    void one_that_is_paused_deals_with_nothing_until_it_is_resumed() throws Exception {
        RunningSubscription subscription = caughtUpWith(10);
        untilStored(subscription, 10);
        assertThat(stored().pause(NAME, true)).isTrue();
        place.host().lookNow();
        until("it is paused", () -> subscription.status().state() == State.PAUSED);
        assertThat(subscription.status().healthy()).isTrue();
        place.append("s-1", "s-2", "s-3");
        assertThat(subscription.awaitPosition(Position.of(13), Duration.ofMillis(300)))
                .isFalse();
        assertThat(handler.positions()).hasSize(10);
        assertThat(subscription.status().lag().events()).isEqualTo(3);
        assertThat(stored().pause(NAME, false)).isTrue();
        assertThat(subscription.awaitPosition(Position.of(13), PLENTY)).isTrue(); // within a second, unasked
        assertThat(handler.positions()).hasSize(13).doesNotHaveDuplicates();
    }

    @Test
    void one_that_was_paused_is_still_when_it_is_started_again() throws Exception {
        caughtUpWith(3).close();
        assertThat(stored().pause(NAME, true)).isTrue();
        place.append("s-1");
        RunningSubscription again = place.run(SubscriptionSetup.named(NAME).partitions(2), handler);
        assertThat(again.awaitPosition(Position.of(4), Duration.ofMillis(300))).isFalse();
        assertThat(again.status().state()).isEqualTo(State.PAUSED);
        assertThat(handler.positions()).hasSize(3);
    }

    @Test
    void one_that_is_reset_deals_with_everything_after_the_position_again() throws Exception {
        RunningSubscription subscription = caughtUpWith(20);
        assertThat(stored().reset(NAME, Position.of(15), ANN)).isTrue();
        place.host().lookNow();
        until("the last ones are dealt with again", () -> handler.positions().size() == 25);
        assertThat(subscription.awaitPosition(Position.of(20), PLENTY)).isTrue();
        assertThat(handler.positions().subList(20, 25)).containsExactlyInAnyOrder(16L, 17L, 18L, 19L, 20L);
    }

    @Test
    void one_that_is_reset_forgets_what_it_kept_aside() throws Exception {
        handler.failAt(2);
        place.append("a-1", "b-1", "b-1");
        RunningSubscription subscription =
                place.run(SubscriptionSetup.named(NAME).onFailure(FailurePolicy.park(1)), handler);
        assertThat(subscription.awaitPosition(Position.of(3), PLENTY)).isTrue();
        handler.mend();
        assertThat(stored().reset(NAME, Position.START, ANN)).isTrue();
        place.host().lookNow();
        until("all are dealt with", () -> handler.positionsOf("b-1").equals(List.of(2L, 3L)));
        assertThat(stored().parked(NAME, Optional.empty(), 10)).isEmpty();
    }

    @Test
    void a_wait_for_a_position_ends_with_the_subscription() throws Exception {
        RunningSubscription subscription = caughtUpWith(1);
        FutureTask<Boolean> waiting =
                new FutureTask<>(() -> subscription.awaitPosition(Position.of(2), PLENTY.multipliedBy(100)));
        Thread waiter = Thread.ofPlatform().daemon().start(waiting);
        until("somebody waits", () -> waiter.getState() == Thread.State.TIMED_WAITING);
        subscription.close();
        assertThatThrownBy(() -> waiting.get(PLENTY.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> subscription.awaitPosition(Position.of(1), PLENTY))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(NAME);
    }

    @Test
    void what_is_due_by_the_clock_is_done_when_it_is_asked_for() throws Exception {
        CountDownLatch times = new CountDownLatch(3);
        EventHandler timed = new EventHandler() {
            @Override
            public boolean handle(Progress progress, List<StoredEvent> events) {
                return handler.handle(progress, events);
            }

            @Override
            public Optional<Instant> onTime(Progress at) {
                times.countDown();
                return Optional.of(Instant.now().plusMillis(20));
            }
        };
        place.run(SubscriptionSetup.named(NAME), timed);
        assertThat(times.await(PLENTY.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void what_fails_when_it_is_due_is_tried_again_and_told_and_holds_no_event_up() throws Exception {
        AtomicInteger times = new AtomicInteger();
        AtomicBoolean broken = new AtomicBoolean(true);
        EventHandler timed = new EventHandler() {
            @Override
            public boolean handle(Progress progress, List<StoredEvent> events) {
                return handler.handle(progress, events);
            }

            @Override
            public Optional<Instant> onTime(Progress at) {
                times.incrementAndGet();
                if (broken.get()) {
                    throw new IllegalStateException("not now");
                }
                return Optional.empty();
            }
        };
        RunningSubscription subscription = place.run(
                SubscriptionSetup.named(NAME).onFailure(FailurePolicy.park(3).backoff(Workplace.SHORT)), timed);
        place.append("a-1");
        assertThat(subscription.awaitPosition(Position.of(1), PLENTY)).isTrue();
        until("it was tried often", () -> times.get() > 3);
        until("it is told", () -> subscription.status().state() == SubscriptionStatus.State.RETRYING);
        assertThat(subscription.status().error().orElseThrow()).contains("not now");

        broken.set(false);
        until("it is well again", () -> subscription.status().state() == SubscriptionStatus.State.FOLLOWING);
    }

    @Test
    void a_handler_that_does_not_come_back_is_reported_as_stalled() {
        CountDownLatch come = new CountDownLatch(1);
        EventHandler stuck = (progress, events) -> {
            try {
                come.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return handler.handle(progress, events);
        };
        place.append("a-1");
        RunningSubscription subscription =
                place.run(SubscriptionSetup.named(NAME).stallTime(Duration.ofMillis(50)), stuck);
        until("it is reported", () -> subscription.status().state() == State.STALLED);
        assertThat(subscription.status().healthy()).isFalse();
        assertThat(subscription.status().error().orElseThrow()).contains("busy");
        come.countDown();
        until("it is well", () -> subscription.status().healthy());
    }
}
