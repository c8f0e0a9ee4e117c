package dev.daybook.subscription;

import static dev.daybook.subscription.Conditions.PLENTY;
import static dev.daybook.subscription.Conditions.until;
import static dev.daybook.subscription.Workplace.ANN;
import static dev.daybook.subscription.Workplace.SHORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.ParkedEvent;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.subscription.SubscriptionStatus.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FailureTest {

    private static final String NAME = "all";

    private final Workplace place = Workplace.open();
    private final NotingHandler handler = place.handler();

    @AfterEach
    void close() {
        place.close();
    }

    private RunningSubscription run(FailurePolicy policy) {
        return place.run(SubscriptionSetup.named(NAME).onFailure(policy.backoff(SHORT)), handler);
    }

    private SubscriptionStore stored() {
        return place.store().subscriptions();
    }

    private List<ParkedEvent> parked() {
        return stored().parked(NAME, Optional.empty(), 100);
    }

    private void untilState(long position, ParkedEvent.State state) {
        until(
                "the event at " + position + " is " + state,
                () -> parked().stream()
                        .anyMatch(event -> event.position().value() == position && event.state() == state));
    }

    @Test
    void a_poison_event_keeps_only_its_own_key_waiting() throws Exception {
        handler.failAt(2);
        place.append("a-1", "b-1", "b-1", "a-1", "c-1");
        RunningSubscription subscription = run(FailurePolicy.park(3));
        assertThat(subscription.awaitPosition(Position.of(5), PLENTY)).isTrue();
        untilState(2, ParkedEvent.State.PARKED);
        place.append("b-1", "a-1");
        assertThat(subscription.awaitPosition(Position.of(7), PLENTY)).isTrue();
        assertThat(handler.positions()).containsExactlyInAnyOrder(1L, 4L, 5L, 7L);
        assertThat(parked()).extracting(event -> event.position().value()).containsExactly(2L, 3L, 6L);
        assertThat(parked())
                .extracting(ParkedEvent::state)
                .containsExactly(ParkedEvent.State.PARKED, ParkedEvent.State.WAITING, ParkedEvent.State.WAITING);
        assertThat(parked().getFirst().attempts()).isEqualTo(3);
        assertThat(parked().getFirst().error()).contains("poison at 2");
        assertThat(subscription.status().parked()).isEqualTo(3);
        assertThat(subscription.status().healthy()).isTrue();
    }

    @Test
    void what_is_retried_by_a_person_is_replayed_in_order() throws Exception {
        handler.failAt(1);
        place.append("a-1", "a-1", "b-1", "a-1");
        RunningSubscription subscription = run(FailurePolicy.park(2));
        assertThat(subscription.awaitPosition(Position.of(4), PLENTY)).isTrue();
        untilState(1, ParkedEvent.State.PARKED);
        handler.mend();
        assertThat(stored().retry(NAME, "a-1", ANN)).isTrue();
        place.host().lookNow();
        until("nothing is kept aside", () -> parked().isEmpty());
        place.append("a-1");
        assertThat(subscription.awaitPosition(Position.of(5), PLENTY)).isTrue();
        assertThat(handler.positionsOf("a-1")).containsExactly(1L, 2L, 4L, 5L);
    }

    @Test
    void what_is_discarded_lets_those_behind_it_go_on_within_seconds_without_a_word() throws Exception {
        handler.failAt(1);
        place.append("a-1", "a-1", "a-1");
        RunningSubscription subscription = run(FailurePolicy.park(1));
        assertThat(subscription.awaitPosition(Position.of(3), PLENTY)).isTrue();
        untilState(1, ParkedEvent.State.PARKED);
        assertThat(stored().discard(NAME, "a-1", Position.of(1), ANN)).isTrue();
        until("nothing is kept aside", () -> parked().isEmpty());
        assertThat(handler.positionsOf("a-1")).containsExactly(2L, 3L);
    }

    @Test
    void an_event_that_fails_for_a_while_is_tried_again_by_itself_and_its_key_stays_in_order() {
        handler.failAt(1);
        place.append("a-1", "b-1", "a-1");
        run(FailurePolicy.park(1_000_000));
        until("it failed some times", () -> handler.failuresAt(1) >= 5);
        assertThat(handler.positions()).containsExactly(2L);
        place.append("a-1");
        handler.mend();
        until("all are dealt with", () -> handler.positions().size() == 4);
        assertThat(handler.positionsOf("a-1")).containsExactly(1L, 3L, 4L);
        until("nothing is kept aside", () -> parked().isEmpty());
    }

    @Test
    void a_successor_that_fails_while_it_is_replayed_is_parked_in_its_turn() throws Exception {
        handler.failAt(1);
        handler.failAt(3);
        place.append("a-1", "a-1", "a-1", "a-1");
        RunningSubscription subscription = run(FailurePolicy.park(2));
        assertThat(subscription.awaitPosition(Position.of(4), PLENTY)).isTrue();
        untilState(1, ParkedEvent.State.PARKED);
        assertThat(stored().discard(NAME, "a-1", Position.of(1), ANN)).isTrue();
        place.host().lookNow();
        untilState(3, ParkedEvent.State.PARKED);
        assertThat(handler.positions()).containsExactly(2L);
        handler.mend();
        assertThat(stored().retry(NAME, "a-1", ANN)).isTrue();
        place.host().lookNow();
        until("nothing is kept aside", () -> parked().isEmpty());
        assertThat(handler.positions()).containsExactly(2L, 3L, 4L);
    }

    @Test
    void what_is_kept_aside_stays_so_when_the_subscription_is_started_again() throws Exception {
        handler.failAt(1);
        place.append("a-1", "b-1");
        RunningSubscription subscription = run(FailurePolicy.park(1));
        assertThat(subscription.awaitPosition(Position.of(2), PLENTY)).isTrue();
        subscription.close();
        handler.mend();
        place.append("a-1", "b-1");
        assertThat(run(FailurePolicy.park(1)).awaitPosition(Position.of(4), PLENTY))
                .isTrue();
        assertThat(handler.positions()).containsExactly(2L, 4L);
        assertThat(parked()).extracting(event -> event.position().value()).containsExactly(1L, 3L);
    }

    @Test
    void a_skipped_event_leaves_a_record_and_holds_nobody_up() throws Exception {
        handler.failAt(1);
        place.append("a-1", "a-1", "b-1");
        RunningSubscription subscription = run(FailurePolicy.skip(3));
        assertThat(subscription.awaitPosition(Position.of(3), PLENTY)).isTrue();
        until("the others are dealt with", () -> handler.positions().size() == 2);
        assertThat(handler.failuresAt(1)).isGreaterThanOrEqualTo(3);
        assertThat(handler.positionsOf("a-1")).containsExactly(2L);
        until("only the record is left", () -> parked().size() == 1);
        assertThat(parked().getFirst().state()).isEqualTo(ParkedEvent.State.SKIPPED);
        assertThat(parked().getFirst().error()).contains("poison at 1");
        assertThat(subscription.status().parked()).isZero();
    }

    @Test
    void records_of_skipped_events_are_kept_of_the_last_ones_only() throws Exception {
        for (long position = 1; position <= 300; position++) {
            handler.failAt(position);
        }
        place.appendMany("a-1", 301);
        RunningSubscription subscription = run(FailurePolicy.skip(1).records(20));
        assertThat(subscription.awaitPosition(Position.of(301), PLENTY)).isTrue();
        List<ParkedEvent> records = stored().parked(NAME, Optional.empty(), 1_000);
        assertThat(records).hasSizeBetween(20, 119).allMatch(event -> event.state() == ParkedEvent.State.SKIPPED);
        assertThat(records.getLast().position()).isEqualTo(Position.of(300));
    }

    @Test
    void what_is_discarded_while_it_is_tried_again_does_not_come_back() throws Exception {
        EventHandler discarding = new EventHandler() {
            @Override
            public boolean handle(Progress progress, List<StoredEvent> events) {
                boolean again = !progress.freed().isEmpty();
                if (again && events.getFirst().position().value() == 1) {
                    stored().discard(NAME, "a-1", Position.of(1), ANN);
                }
                return handler.handle(progress, events);
            }
        };
        handler.failAt(1);
        place.append("a-1", "b-1");
        RunningSubscription subscription = place.run(
                SubscriptionSetup.named(NAME).onFailure(FailurePolicy.park(3).backoff(SHORT)), discarding);
        assertThat(subscription.awaitPosition(Position.of(2), PLENTY)).isTrue();
        until("the event is given up", () -> parked().isEmpty());
        place.append("a-1");
        assertThat(subscription.awaitPosition(Position.of(3), PLENTY)).isTrue();
        until("its key goes on", () -> handler.positionsOf("a-1").equals(List.of(3L)));
        assertThat(parked()).isEmpty();
    }

    @Test
    void one_that_stops_deals_with_nothing_after_the_event_until_it_is_resumed() throws Exception {
        handler.failAt(2);
        place.append("a-1", "b-1", "c-1");
        RunningSubscription subscription = run(FailurePolicy.stop(3));
        until("it stops", () -> subscription.status().state() == State.STOPPED);
        assertThat(subscription.status().healthy()).isFalse();
        assertThat(subscription.status().error().orElseThrow())
                .contains("position 2")
                .contains("key b-1")
                .contains("poison at 2")
                .contains("resume");
        assertThat(handler.failuresAt(2)).isBetween(3, 6); // those of larger groups count no attempts
        assertThat(handler.positions()).containsExactly(1L);
        handler.mend();
        assertThat(stored().pause(NAME, false)).isTrue();
        place.host().lookNow();
        assertThat(subscription.awaitPosition(Position.of(3), PLENTY)).isTrue();
        assertThat(handler.positions()).containsExactly(1L, 2L, 3L);
        until("it is well", () -> subscription.status().healthy());
    }

    @Test
    void whoever_waits_for_a_position_does_not_see_a_failure_that_is_soon_over() throws Exception {
        CountDownLatch mended = new CountDownLatch(1);
        EventHandler failing = (progress, events) -> {
            if (!progress.freed().isEmpty()) {
                awaitUninterruptibly(mended);
                handler.mend();
            }
            return handler.handle(progress, events);
        };
        handler.failAt(1);
        place.append("a-1", "a-1", "b-1");
        RunningSubscription subscription = place.run(SubscriptionSetup.named(NAME), failing);
        until("the others are dealt with", () -> handler.positions().equals(List.of(3L)));
        assertThat(subscription.status().position()).isEqualTo(Position.of(3));
        assertThat(subscription.position()).isEqualTo(Position.START);
        assertThat(subscription.awaitPosition(Position.of(3), Duration.ofMillis(50)))
                .isFalse();
        mended.countDown();
        assertThat(subscription.awaitPosition(Position.of(3), PLENTY)).isTrue();
        assertThat(handler.positionsOf("a-1")).containsExactly(1L, 2L);
        assertThat(subscription.position()).isEqualTo(Position.of(3));
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void one_that_keeps_too_much_aside_stops_and_says_so() {
        handler.failAt(1);
        place.append("a-1");
        place.appendMany("a-1", 20);
        RunningSubscription subscription = place.run(
                SubscriptionSetup.named(NAME).keptAside(5).batch(4).onFailure(FailurePolicy.park(1)), handler);
        until("it stops", () -> subscription.status().state() == State.STOPPED);
        assertThat(subscription.status().error().orElseThrow()).contains("may keep 5");
        assertThat(parked().size()).isLessThanOrEqualTo(5);
        handler.mend();
        for (ParkedEvent event : parked().reversed()) { // those behind the first are not tried before it is gone
            assertThat(stored().discard(NAME, "a-1", event.position(), ANN)).isTrue();
        }
        place.host().lookNow();
        until("it gets on", () -> subscription.status().position().value() == 21);
        assertThat(handler.positions()).isSorted().contains(21L);
    }

    @Test
    void one_that_keeps_too_much_aside_gets_going_by_itself_when_what_failed_is_mended() throws Exception {
        for (long position = 1; position <= 20; position++) {
            handler.failAt(position);
        }
        for (int i = 1; i <= 20; i++) {
            place.append("a-" + i);
        }
        RunningSubscription subscription = place.run(
                SubscriptionSetup.named(NAME)
                        .keptAside(5)
                        .batch(8)
                        .onFailure(FailurePolicy.park(1_000_000).backoff(SHORT)),
                handler);
        until("it stops", () -> subscription.status().state() == State.STOPPED);
        handler.mend();
        assertThat(subscription.awaitPosition(Position.of(20), PLENTY)).isTrue();
        until("all are dealt with", () -> handler.count() == 20);
        until("it is well", () -> subscription.status().healthy());
    }

    @Test
    void all_that_a_full_one_keeps_aside_is_tried_when_a_person_retries_it() throws Exception {
        for (long position = 1; position <= 20; position++) {
            handler.failAt(position);
        }
        for (int i = 1; i <= 20; i++) {
            place.append("a-" + i);
        }
        RunningSubscription subscription = place.run(
                SubscriptionSetup.named(NAME).keptAside(5).batch(8).onFailure(FailurePolicy.park(1)), handler);
        until("it stops", () -> subscription.status().state() == State.STOPPED);
        assertThat(parked())
                .extracting(event -> event.position().value())
                .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L); // as many of the first batch as fit
        handler.mend();
        for (ParkedEvent event : parked()) {
            assertThat(stored().retry(NAME, event.key(), ANN)).isTrue();
        }
        place.host().lookNow();
        assertThat(subscription.awaitPosition(Position.of(20), PLENTY)).isTrue();
        until("all are dealt with", () -> handler.count() == 20);
    }

    @Test
    void a_handler_that_cannot_tell_the_key_keeps_the_event_aside_under_its_stream() throws Exception {
        EventHandler keyless = new EventHandler() {
            @Override
            public String keyOf(StoredEvent event) {
                if (event.position().value() == 1) {
                    throw new IllegalStateException("no key here");
                }
                return "key";
            }

            @Override
            public boolean handle(Progress progress, List<StoredEvent> events) {
                return handler.handle(progress, events);
            }
        };
        place.append("a-1", "b-1");
        RunningSubscription subscription =
                place.run(SubscriptionSetup.named(NAME).onFailure(FailurePolicy.park(1)), keyless);
        assertThat(subscription.awaitPosition(Position.of(2), PLENTY)).isTrue();
        assertThat(parked()).extracting(ParkedEvent::key).containsExactly("a-1");
        assertThat(parked().getFirst().error()).contains("no key here");
        assertThat(handler.positions()).containsExactly(2L);
    }
}
