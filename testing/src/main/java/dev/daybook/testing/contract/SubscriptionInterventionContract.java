package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Claim;
import dev.daybook.store.Intervention;
import dev.daybook.store.ParkedEvent;
import dev.daybook.store.ParkedEvent.State;
import dev.daybook.store.Position;
import dev.daybook.store.SubscriptionIntervention;
import dev.daybook.store.SubscriptionIntervention.Action;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.store.SubscriptionStore.Known;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What people do to subscriptions, and how others learn of it. */
abstract class SubscriptionInterventionContract extends SubscriptionFixture {

    SubscriptionInterventionContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    private Known known() {
        return openAnother().subscriptions().find(NAME).orElseThrow();
    }

    @Test
    void one_is_paused_and_resumed() {
        claimed();
        long before = subscriptions().revision();
        assertThat(subscriptions().pause(NAME, true)).isTrue();
        assertThat(known().paused()).isTrue();
        assertThat(known().revision()).isEqualTo(1);
        assertThat(subscriptions().pause(NAME, false)).isTrue();
        assertThat(known().paused()).isFalse();
        assertThat(known().revision()).isEqualTo(2);
        assertThat(openAnother().subscriptions().revision()).isGreaterThan(before);
        assertThat(subscriptions().pause("unknown", true)).isFalse();
    }

    @Test
    void who_did_what_and_why_is_kept() {
        Claim claim = claimed();
        assertThat(subscriptions().move(parking(claim, 0, 9, parkedAt("a", 1), waiting("a", 2))))
                .isTrue();
        Intervention ben = new Intervention("ben", "😀");
        assertThat(subscriptions().pause(NAME, true, ANN)).isTrue();
        assertThat(subscriptions().pause(NAME, false, ben)).isTrue();
        assertThat(subscriptions().pause("unknown", true, ANN)).isFalse();
        assertThat(subscriptions().retry(NAME, "a", ANN)).isTrue();
        assertThat(subscriptions().discard(NAME, "a", Position.of(2), ANN)).isTrue();
        assertThat(subscriptions().discard(NAME, "a", Position.of(2), ben)).isFalse();
        assertThat(subscriptions().reset(NAME, Position.of(4), ben)).isTrue();
        SubscriptionStore other = openAnother().subscriptions();
        assertThat(other.interventions(NAME, 10))
                .extracting(one -> List.of(one.action(), one.key(), one.position(), one.intervention()))
                .containsExactly(
                        List.of(Action.RESET, Optional.empty(), Optional.of(Position.of(4)), ben),
                        List.of(Action.DISCARD, Optional.of("a"), Optional.of(Position.of(2)), ANN),
                        List.of(Action.RETRY, Optional.of("a"), Optional.of(Position.of(1)), ANN),
                        List.of(Action.RESUME, Optional.empty(), Optional.empty(), ben),
                        List.of(Action.PAUSE, Optional.empty(), Optional.empty(), ANN));
        assertThat(other.interventions(NAME, 10))
                .allMatch(one -> one.subscription().equals(NAME));
        assertThat(other.interventions(NAME, 10))
                .isSortedAccordingTo(Comparator.comparing(SubscriptionIntervention::at, Comparator.reverseOrder()));
        assertThat(other.interventions(NAME, 1))
                .extracting(SubscriptionIntervention::action)
                .containsExactly(Action.RESET);
        assertThat(other.interventions("unknown", 10)).isEmpty();
    }

    @Test
    void a_reset_moves_all_partitions_and_forgets_what_was_kept_aside() {
        Claim claim = claimed();
        assertThat(subscriptions().move(parking(claim, 0, 9, parkedAt("a", 1), skipped("b", 2))))
                .isTrue();
        long before = subscriptions().revision();
        assertThat(subscriptions().reset(NAME, Position.of(4), ANN)).isTrue();
        assertThat(known()).isEqualTo(new Known(NAME, List.of(Position.of(4), Position.of(4)), false, 1));
        assertThat(aside()).isEmpty();
        assertThat(subscriptions().revision()).isGreaterThan(before);
        assertThat(subscriptions().move(step(claim, 9, 10))).isFalse();
        assertThat(subscriptions().move(step(claim, 4, 10))).isTrue();
        assertThat(subscriptions().reset("unknown", Position.START, ANN)).isFalse();
    }

    @Test
    void a_retry_has_the_first_of_a_key_tried_at_once_with_all_attempts() {
        Claim claim = claimed();
        assertThat(subscriptions().move(parking(claim, 0, 9, skipped("a", 1), parkedAt("a", 2), waiting("a", 3))))
                .isTrue();
        assertThat(subscriptions().retry(NAME, "a", ANN)).isTrue();
        List<ParkedEvent> due = subscriptions().due(NAME, 0, 10);
        assertThat(due).extracting(ParkedEvent::position).containsExactly(Position.of(2));
        assertThat(due.getFirst().attempts()).isZero();
        assertThat(due.getFirst().retryAt()).contains(PARKED_AT);
        assertThat(subscriptions().ofKey(NAME, "a", 10).get(1)).isEqualTo(waiting("a", 3));
        assertThat(known().revision()).isEqualTo(1);
        assertThat(subscriptions().retry(NAME, "b", ANN)).isFalse();
        assertThat(known().revision()).isEqualTo(1);
    }

    @Test
    void all_that_wait_for_a_person_are_retried_by_position_so_many_at_one_time() {
        Claim claim = claimed();
        ParkedEvent alreadyTried = retrying("d", 7, PARKED_AT.plusSeconds(9));
        assertThat(subscriptions()
                        .move(parking(
                                claim,
                                0,
                                9,
                                parkedAt("c", 1),
                                parkedAt("a", 2),
                                waiting("a", 3),
                                parkedAt("b", 4),
                                skipped("e", 5),
                                alreadyTried)))
                .isTrue();
        SubscriptionStore other = openAnother().subscriptions();
        assertThat(other.retryParked(NAME, Position.START, 2, ANN)).containsExactly(Position.of(1), Position.of(2));
        assertThat(subscriptions().due(NAME, 0, 10))
                .extracting(ParkedEvent::position)
                .containsExactly(Position.of(1), Position.of(2), Position.of(7));
        assertThat(other.retryParked(NAME, Position.of(2), 2, ANN)).containsExactly(Position.of(4));
        assertThat(other.retryParked(NAME, Position.of(4), 2, ANN)).isEmpty();
        List<ParkedEvent> due = subscriptions().due(NAME, 0, 10);
        assertThat(due.subList(0, 3))
                .allMatch(event -> event.attempts() == 0 && event.retryAt().equals(Optional.of(PARKED_AT)));
        assertThat(due.getLast()).isEqualTo(alreadyTried);
        assertThat(aside()).contains(waiting("a", 3)).hasSize(6);
        assertThat(known().revision()).isEqualTo(2);
        assertThat(subscriptions().interventions(NAME, 10))
                .extracting(one -> List.of(one.action(), one.key(), one.position()))
                .containsExactly(
                        List.of(Action.RETRY, Optional.empty(), Optional.of(Position.of(4))),
                        List.of(Action.RETRY, Optional.empty(), Optional.of(Position.of(2))));
        assertThat(other.retryParked("unknown", Position.START, 2, ANN)).isEmpty();
    }

    @Test
    void what_is_discarded_lets_the_next_of_its_key_be_tried() {
        Claim claim = claimed();
        assertThat(subscriptions().move(parking(claim, 0, 9, parkedAt("a", 2), waiting("a", 3), waiting("a", 4))))
                .isTrue();
        SubscriptionStore other = openAnother().subscriptions();
        assertThat(other.discard(NAME, "a", Position.of(3), ANN)).isTrue();
        assertThat(aside()).containsExactly(parkedAt("a", 2), waiting("a", 4));
        assertThat(other.discard(NAME, "a", Position.of(2), ANN)).isTrue();
        assertThat(aside()).containsExactly(triedAtOnce(waiting("a", 4)));
        assertThat(other.discard(NAME, "a", Position.of(2), ANN)).isFalse();
        assertThat(known().revision()).isEqualTo(2);
    }

    @Test
    void the_record_of_what_was_passed_over_can_be_discarded() {
        Claim claim = claimed();
        assertThat(subscriptions().move(parking(claim, 0, 9, skipped("a", 2)))).isTrue();
        assertThat(aside()).extracting(ParkedEvent::state).containsExactly(State.SKIPPED);
        assertThat(subscriptions().discard(NAME, "a", Position.of(2), ANN)).isTrue();
        assertThat(aside()).isEmpty();
    }
}
