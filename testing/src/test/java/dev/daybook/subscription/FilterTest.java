package dev.daybook.subscription;

import static dev.daybook.subscription.Conditions.PLENTY;
import static dev.daybook.subscription.Conditions.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.EventFilter;
import dev.daybook.store.Position;
import dev.daybook.store.SubscriptionStore.Known;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class FilterTest {

    private static final EventFilter RARE = EventFilter.types(Set.of("rare"));

    private final Workplace place = Workplace.open();
    private final NotingHandler handler = place.handler();

    @AfterEach
    void close() {
        place.close();
    }

    private List<Position> checkpoints() {
        return place.store()
                .subscriptions()
                .find("rare")
                .map(Known::checkpoints)
                .orElseThrow();
    }

    private void untilStored(RunningSubscription subscription, long position) {
        until("the checkpoint moves", () -> {
            subscription.settle();
            return checkpoints().equals(List.of(Position.of(position)));
        });
    }

    @Test
    void only_what_the_filter_accepts_is_handed_over() throws Exception {
        place.appendMany("a-1", 50);
        place.appendOfType("rare", "a-1");
        RunningSubscription subscription =
                place.run(SubscriptionSetup.named("rare").filter(RARE), handler);
        place.appendMany("a-1", 50);
        place.appendOfType("rare", "b-1");
        assertThat(subscription.awaitPosition(Position.of(102), PLENTY)).isTrue();
        assertThat(handler.positions()).containsExactly(51L, 102L);
    }

    @Test
    void a_filter_that_accepts_nothing_gets_to_the_end_without_a_call_and_moves_its_checkpoint_in_time()
            throws Exception {
        place.appendMany("a-1", 5_000);
        RunningSubscription subscription =
                place.run(SubscriptionSetup.named("rare").filter(RARE).partitions(2), handler);
        assertThat(subscription.awaitPosition(Position.of(5_000), PLENTY)).isTrue();
        place.appendMany("a-1", 1_000);
        assertThat(subscription.awaitPosition(Position.of(6_000), PLENTY)).isTrue();
        until("it says so", () -> subscription.status().position().equals(Position.of(6_000)));
        assertThat(subscription.status().lag()).isEqualTo(SubscriptionStatus.Lag.NONE);
        assertThat(handler.calls()).isZero();
        until("the checkpoints move", () -> checkpoints().equals(List.of(Position.of(6_000), Position.of(6_000))));
    }

    @Test
    void what_was_passed_over_is_not_read_again_after_it_was_closed() throws Exception {
        RunningSubscription subscription =
                place.run(SubscriptionSetup.named("rare").filter(RARE), handler);
        place.appendOfType("rare", "a-1");
        place.appendMany("a-1", 300);
        assertThat(subscription.awaitPosition(Position.of(301), PLENTY)).isTrue();
        assertThat(handler.calls()).isEqualTo(1);
        subscription.close();
        assertThat(checkpoints()).containsExactly(Position.of(301));
    }

    @Test
    void a_checkpoint_that_was_passed_on_is_where_the_next_event_goes_on() throws Exception {
        RunningSubscription subscription =
                place.run(SubscriptionSetup.named("rare").filter(RARE), handler);
        place.appendMany("a-1", 10);
        untilStored(subscription, 10);
        place.appendOfType("rare", "a-1");
        assertThat(subscription.awaitPosition(Position.of(11), PLENTY)).isTrue();
        assertThat(handler.positions()).containsExactly(11L);
        assertThat(checkpoints()).containsExactly(Position.of(11));
    }
}
