package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Claim;
import dev.daybook.store.ParkedEvent;
import dev.daybook.store.ParkedEvent.State;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.SubscriptionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Events kept aside: what they hold up, and which is next. */
abstract class SubscriptionParkingContract extends SubscriptionFixture {

    SubscriptionParkingContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void what_is_kept_aside_is_read_back_with_all_that_belongs_to_it() {
        Claim claim = claimed();
        ParkedEvent failed = retrying("ключ-1", 3, PARKED_AT.plusMillis(100));
        assertThat(subscriptions().move(parking(claim, 0, 9, failed, waiting("ключ-1", 4), parkedAt("b", 5))))
                .isTrue();
        assertThat(checkpoint(0)).isEqualTo(Position.of(9));
        assertThat(aside()).containsExactly(parkedAt("b", 5), failed, waiting("ключ-1", 4));
        assertThat(openAnother().subscriptions().parkedCount(NAME)).isEqualTo(3);
    }

    @Test
    void pages_of_what_is_kept_aside_join_to_the_whole() {
        Claim claim = claimed();
        List<ParkedEvent> all = new ArrayList<>();
        for (String key : List.of("B", "a", "é")) {
            all.add(parkedAt(key, all.size() + 1L));
            all.add(waiting(key, all.size() + 1L));
            all.add(waiting(key, all.size() + 1L));
        }
        assertThat(subscriptions().move(parking(claim, 0, 9, all.toArray(ParkedEvent[]::new))))
                .isTrue();
        List<ParkedEvent> read = new ArrayList<>();
        List<ParkedEvent> page = subscriptions().parked(NAME, Optional.empty(), 4);
        while (!page.isEmpty()) {
            read.addAll(page);
            page = subscriptions().parked(NAME, Optional.of(read.getLast()), 4);
        }
        assertThat(read).isEqualTo(all);
    }

    @Test
    void the_first_that_is_tried_again_by_itself_is_known_whatever_else_is_kept_aside() {
        Claim claim = claimed();
        assertThat(subscriptions().move(parking(claim, 0, 5, parkedAt("b", 1), waiting("b", 2), skipped("c", 3))))
                .isTrue();
        assertThat(subscriptions().firstRetrying(NAME, 2)).isEmpty();
        ParkedEvent first = retrying("a", 7, PARKED_AT.plusSeconds(60));
        assertThat(subscriptions().move(parking(claim, 5, 9, first, retrying("d", 8, PARKED_AT))))
                .isTrue();
        assertThat(openAnother().subscriptions().firstRetrying(NAME, 2)).contains(Position.of(7));
        assertThat(subscriptions().firstRetrying(NAME, 1))
                .as("tried less often than once")
                .isEmpty();
        assertThat(subscriptions().move(freeing(claim, 9, first))).isTrue();
        assertThat(subscriptions().firstRetrying(NAME, 2)).contains(Position.of(8));
        assertThat(subscriptions().firstRetrying("unknown", 2)).isEmpty();
    }

    @Test
    void keys_are_held_up_by_all_but_what_was_passed_over() {
        Claim claim = claimed();
        assertThat(subscriptions()
                        .move(parking(
                                claim,
                                0,
                                9,
                                retrying("a", 1, PARKED_AT),
                                parkedAt("b", 2),
                                waiting("b", 3),
                                skipped("c", 4))))
                .isTrue();
        assertThat(subscriptions().blockedKeys(NAME, 0)).containsExactlyInAnyOrder("a", "b");
        assertThat(subscriptions().blockedKeys(NAME, 1)).isEmpty();
        assertThat(subscriptions().parkedCount(NAME)).isEqualTo(3);
        assertThat(subscriptions().ofKey(NAME, "b", 10)).containsExactly(parkedAt("b", 2), waiting("b", 3));
        assertThat(subscriptions().ofKey(NAME, "b", 1)).containsExactly(parkedAt("b", 2));
        assertThat(subscriptions().ofKey(NAME, "c", 1)).isEmpty();
    }

    @Test
    void what_is_to_be_tried_again_comes_in_order_of_its_time() {
        Claim claim = claimed();
        ParkedEvent late = retrying("a", 1, PARKED_AT.plus(Duration.ofDays(1)));
        ParkedEvent soon = retrying("b", 2, PARKED_AT.plusMillis(1));
        assertThat(subscriptions().move(parking(claim, 0, 9, late, soon, parkedAt("c", 3), waiting("a", 4))))
                .isTrue();
        assertThat(subscriptions().due(NAME, 0, 10)).containsExactly(soon, late);
        assertThat(subscriptions().due(NAME, 0, 1)).containsExactly(soon);
        assertThat(subscriptions().due(NAME, 1, 10)).isEmpty();
    }

    @Test
    void what_is_behind_another_of_its_key_is_not_tried_before_it() {
        Claim claim = claimed();
        ParkedEvent first = retrying("a", 1, PARKED_AT.plus(Duration.ofDays(1)));
        ParkedEvent behind = retrying("a", 2, PARKED_AT);
        ParkedEvent behindParked = retrying("b", 4, PARKED_AT);
        ParkedEvent behindSkipped = retrying("c", 6, PARKED_AT.plusMillis(1));
        assertThat(subscriptions()
                        .move(parking(
                                claim,
                                0,
                                9,
                                first,
                                behind,
                                parkedAt("b", 3),
                                behindParked,
                                skipped("c", 5),
                                behindSkipped)))
                .isTrue();
        assertThat(subscriptions().due(NAME, 0, 1)).containsExactly(behindSkipped);
        assertThat(subscriptions().due(NAME, 0, 10)).containsExactly(behindSkipped, first);
    }

    @Test
    void an_event_that_fails_again_takes_the_place_of_its_record() {
        Claim claim = claimed();
        assertThat(subscriptions().move(parking(claim, 0, 9, retrying("a", 1, PARKED_AT))))
                .isTrue();
        assertThat(subscriptions().move(parking(claim, 9, 9, parkedAt("a", 1)))).isTrue();
        assertThat(aside()).containsExactly(parkedAt("a", 1));
        assertThat(subscriptions().due(NAME, 0, 10)).isEmpty();
    }

    @Test
    void an_event_that_was_given_up_meanwhile_does_not_come_back_when_it_fails_again() {
        Claim claim = claimed();
        ParkedEvent event = retrying("a", 1, PARKED_AT);
        ParkedEvent again = retrying("a", 1, PARKED_AT.plusMillis(1));
        Progress failing = new Progress(claim, Position.of(9), Position.of(9), List.of(again), List.of(again));
        assertThat(subscriptions().move(parking(claim, 0, 9, event, waiting("a", 2))))
                .isTrue();
        assertThat(subscriptions().move(failing)).isTrue();
        assertThat(aside()).containsExactly(again, waiting("a", 2));
        assertThat(subscriptions().discard(NAME, "a", Position.of(1), ANN)).isTrue();
        assertThat(subscriptions().move(failing)).isFalse();
        assertThat(aside()).containsExactly(triedAtOnce(waiting("a", 2)));
    }

    @Test
    void the_oldest_records_of_what_was_passed_over_are_forgotten_some_at_a_time() {
        Claim claim = claimed();
        subscriptions().claim(new Claim(NAME, 1, 1));
        assertThat(subscriptions()
                        .move(parking(
                                claim,
                                0,
                                9,
                                skipped("d", 1),
                                skipped("c", 2),
                                parkedAt("b", 3),
                                skipped("a", 4),
                                skipped("d", 5))))
                .isTrue();
        assertThat(subscriptions().forgetSkipped(new Claim(NAME, 1, 1), 0, 10)).isZero();
        assertThat(subscriptions().forgetSkipped(new Claim(NAME, 0, 0), 0, 10)).isZero();
        assertThat(subscriptions().forgetSkipped(claim, 2, 1)).isEqualTo(1);
        assertThat(subscriptions().forgetSkipped(claim, 2, 10)).isEqualTo(1);
        assertThat(subscriptions().forgetSkipped(claim, 2, 10)).isZero();
        assertThat(aside()).containsExactly(skipped("a", 4), parkedAt("b", 3), skipped("d", 5));
    }

    @Test
    void when_the_first_of_a_key_is_freed_the_next_is_tried_at_once() {
        Claim claim = claimed();
        ParkedEvent first = retrying("a", 1, PARKED_AT);
        assertThat(subscriptions().move(parking(claim, 0, 9, first, waiting("a", 2), waiting("a", 3))))
                .isTrue();
        assertThat(subscriptions().move(freeing(claim, 9, first))).isTrue();
        assertThat(aside()).containsExactly(triedAtOnce(waiting("a", 2)), waiting("a", 3));
        assertThat(subscriptions().move(freeing(claim, 9, waiting("a", 2), waiting("a", 3))))
                .isTrue();
        assertThat(aside()).isEmpty();
        assertThat(subscriptions().blockedKeys(NAME, 0)).isEmpty();
    }

    @Test
    void when_the_first_of_a_key_is_passed_over_the_next_is_tried_at_once() {
        Claim claim = claimed();
        assertThat(subscriptions().move(parking(claim, 0, 9, retrying("a", 1, PARKED_AT), waiting("a", 2))))
                .isTrue();
        assertThat(subscriptions().move(parking(claim, 9, 9, skipped("a", 1)))).isTrue();
        assertThat(aside()).containsExactly(skipped("a", 1), triedAtOnce(waiting("a", 2)));
    }

    @Test
    void an_event_behind_nothing_is_tried_at_once_though_it_was_to_wait() {
        Claim claim = claimed();
        assertThat(subscriptions().move(parking(claim, 0, 9, waiting("a", 2)))).isTrue();
        assertThat(aside()).extracting(ParkedEvent::state).containsExactly(State.RETRYING);
    }

    @Test
    void what_is_not_kept_aside_any_more_cannot_be_freed() {
        Claim claim = claimed();
        ParkedEvent event = parkedAt("a", 1);
        assertThat(subscriptions().move(parking(claim, 0, 9, event, waiting("a", 2))))
                .isTrue();
        SubscriptionStore other = openAnother().subscriptions();
        assertThat(other.discard(NAME, "a", Position.of(1), ANN)).isTrue();
        assertThat(subscriptions().move(freeing(claim, 9, event, waiting("a", 2))))
                .isFalse();
        assertThat(aside()).containsExactly(triedAtOnce(waiting("a", 2)));
        assertThat(checkpoint(0)).isEqualTo(Position.of(9));
    }
}
