package dev.daybook.subscription;

import static dev.daybook.subscription.Conditions.PLENTY;
import static dev.daybook.subscription.Conditions.until;
import static dev.daybook.subscription.Workplace.ANN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.ParkedEvent;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.SubscriptionIntervention;
import dev.daybook.store.SubscriptionIntervention.Action;
import dev.daybook.subscription.SubscriptionStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OperationsTest {

    private final Workplace place = Workplace.open();
    private final NotingHandler handler = place.handler();
    private final SubscriptionOperations operations = place.host().operations();

    @AfterEach
    void close() {
        place.close();
    }

    @Test
    void one_is_paused_and_resumed_by_its_name() throws Exception {
        RunningSubscription subscription = place.run(SubscriptionSetup.named("all"), handler);
        operations.pause("all", ANN);
        assertThat(operations.list()).extracting(SubscriptionStatus::state).containsExactly(State.PAUSED);
        operations.resume("all", ANN);
        place.append("a-1");
        assertThat(subscription.awaitPosition(Position.of(1), PLENTY)).isTrue();
        assertThat(operations.show("all").healthy()).isTrue();
        assertThat(operations.interventions("all", 10))
                .extracting(SubscriptionIntervention::action)
                .containsExactly(Action.RESUME, Action.PAUSE);
        assertThatThrownBy(() -> operations.pause("none", ANN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are [all]");
    }

    @Test
    void a_reset_that_does_harm_is_refused_unless_that_is_known() throws Exception {
        place.append("a-1", "a-1");
        RunningSubscription subscription =
                place.run(SubscriptionSetup.named("mails").resetDoesHarm("mails are sent again"), handler);
        assertThat(subscription.awaitPosition(Position.of(2), PLENTY)).isTrue();
        assertThatThrownBy(() -> operations.reset("mails", Position.of(1), false, ANN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mails are sent again");
        assertThatThrownBy(() -> operations.reset("mails", Position.of(3), true, ANN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ends at position 2");
        assertThat(handler.positions()).containsExactly(1L, 2L);
        operations.reset("mails", Position.of(1), true, ANN);
        until("the last is dealt with again", () -> handler.positions().equals(List.of(1L, 2L, 2L)));
    }

    @Test
    void a_time_is_found_as_the_position_before_the_first_event_recorded_then_or_later() {
        for (int i = 0; i < 9; i++) {
            place.append("a-1");
        }
        List<StoredEvent> log = place.store().readAll(Position.START, 100);
        Instant fifth = log.get(4).recordedAt();
        long earlier =
                log.stream().filter(event -> event.recordedAt().isBefore(fifth)).count();
        assertThat(operations.positionAt(fifth)).isEqualTo(Position.of(earlier));
        assertThat(operations.positionAt(Instant.EPOCH)).isEqualTo(Position.START);
        assertThat(operations.positionAt(Instant.now().plus(Duration.ofDays(1))))
                .isEqualTo(Position.of(9));
    }

    @Test
    void all_that_wait_for_a_person_are_retried_at_once_in_bounded_steps() throws Exception {
        int keys = 1_100;
        for (int key = 1; key <= keys; key++) {
            handler.failAt(key);
            place.append("a-" + key);
        }
        RunningSubscription subscription =
                place.run(SubscriptionSetup.named("all").onFailure(FailurePolicy.park(1)), handler);
        assertThat(subscription.awaitPosition(Position.of(keys), PLENTY)).isTrue();
        assertThat(subscription.status().parked()).isEqualTo(keys);
        handler.mend();
        assertThat(operations.retryAll("all", ANN)).isEqualTo(keys);
        until("nothing is kept aside", () -> subscription.status().parked() == 0);
        assertThat(handler.count()).isEqualTo(keys);
        assertThat(operations.interventions("all", 10))
                .hasSizeGreaterThan(1)
                .allMatch(one ->
                        one.action() == Action.RETRY && one.intervention().equals(ANN));
        assertThat(operations.retryAll("all", ANN)).isZero();
        assertThatThrownBy(() -> operations.retryAll("none", ANN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_is_kept_aside_is_listed_shown_retried_and_discarded() throws Exception {
        handler.failAt(1);
        handler.failAt(2);
        place.append("a-1", "b-1", "a-1");
        RunningSubscription subscription =
                place.run(SubscriptionSetup.named("all").onFailure(FailurePolicy.park(1)), handler);
        assertThat(subscription.awaitPosition(Position.of(3), PLENTY)).isTrue();
        List<ParkedEvent> parked = operations.parked("all", Optional.empty(), 10);
        assertThat(parked).extracting(event -> event.position().value()).containsExactly(1L, 3L, 2L);
        assertThat(operations.parkedOf("all", "a-1", 10)).isEqualTo(parked.subList(0, 2));
        assertThat(operations.event(parked.getFirst()))
                .contains(place.store().readAll(Position.START, 1).getFirst());
        assertThat(operations.discard("all", "b-1", Position.of(2), ANN)).isTrue();
        handler.mend();
        assertThat(operations.retry("all", "a-1", ANN)).isTrue();
        until(
                "nothing is kept aside",
                () -> operations.parked("all", Optional.empty(), 10).isEmpty());
        assertThat(handler.positions()).containsExactly(1L, 3L);
        assertThat(operations.retry("all", "a-1", ANN)).isFalse();
    }
}
