package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Claim;
import dev.daybook.store.Position;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.store.SubscriptionStore.Known;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Checkpoints of partitions: who may move them, and from where. */
abstract class SubscriptionCheckpointContract extends SubscriptionFixture {

    SubscriptionCheckpointContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void one_that_is_begun_is_known_to_all_and_begun_only_once() {
        Known begun = subscriptions().begin(NAME, 4, Position.of(7));
        assertThat(begun).isEqualTo(new Known(NAME, Collections.nCopies(4, Position.of(7)), false, 0));
        assertThat(subscriptions().begin(NAME, 8, Position.of(9))).isEqualTo(begun);
        subscriptions().begin("a-list", 1, Position.START);
        SubscriptionStore other = openAnother().subscriptions();
        assertThat(other.find(NAME)).contains(begun);
        assertThat(other.find("order-list")).isEmpty();
        assertThat(other.all()).extracting(Known::name).containsExactly("a-list", NAME);
        assertThat(other.all().get(1)).isEqualTo(begun);
    }

    @Test
    void a_step_moves_the_checkpoint_of_its_partition_only() {
        Claim claim = claimed();
        assertThat(subscriptions().move(step(claim, 0, 5))).isTrue();
        assertThat(subscriptions().move(step(claim, 5, 9))).isTrue();
        assertThat(checkpoint(0)).isEqualTo(Position.of(9));
        assertThat(checkpoint(1)).isEqualTo(Position.START);
        assertThat(subscriptions().find(NAME).orElseThrow().position()).isEqualTo(Position.START);
    }

    @Test
    void a_step_from_elsewhere_does_nothing() {
        Claim claim = claimed();
        assertThat(subscriptions().move(step(claim, 0, 5))).isTrue();
        assertThat(subscriptions().move(step(claim, 0, 7))).isFalse();
        assertThat(subscriptions().move(parking(claim, 4, 7, parkedAt("a", 6)))).isFalse();
        assertThat(checkpoint(0)).isEqualTo(Position.of(5));
        assertThat(aside()).isEmpty();
        assertThat(subscriptions().move(step(new Claim("unknown", 0, 1), 0, 7))).isFalse();
        assertThat(subscriptions().move(step(new Claim(NAME, 2, 1), 0, 7))).isFalse();
    }

    @Test
    void who_has_claimed_later_moves_the_checkpoint_and_nobody_else() {
        Claim claim = claimed();
        Claim later = new Claim(NAME, 0, 3);
        assertThat(subscriptions().move(step(claim, 0, 5))).isTrue();
        assertThat(openAnother().subscriptions().claim(later)).contains(Position.of(5));
        assertThat(subscriptions().move(step(claim, 5, 9))).isFalse();
        assertThat(subscriptions().claim(claim)).isEmpty();
        assertThat(subscriptions().claim(new Claim(NAME, 7, 1))).isEmpty();
        assertThat(subscriptions().move(step(later, 5, 6))).isTrue();
        assertThat(subscriptions().claim(later)).contains(Position.of(6)); // again, as after a restart of its thread
    }

    @Test
    void many_checkpoints_pass_on_together_and_those_that_do_not_fit_stay() {
        Claim first = claimed();
        Claim second = new Claim(NAME, 1, 1);
        assertThat(subscriptions().claim(second)).isPresent();
        assertThat(subscriptions().move(step(second, 0, 3))).isTrue();
        subscriptions().pass(List.of(step(second, 2, 8), step(first, 0, 8)));
        assertThat(checkpoint(0)).isEqualTo(Position.of(8));
        assertThat(checkpoint(1)).isEqualTo(Position.of(3));
        subscriptions().pass(List.of());
    }

    @Test
    void one_step_of_many_from_the_same_place_is_made() throws Exception {
        Claim claim = claimed();
        AtomicInteger made = new AtomicInteger();
        SubscriptionStore other = openAnother().subscriptions();
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(number -> Thread.ofVirtual().start(() -> {
                    SubscriptionStore one = number % 2 == 0 ? subscriptions() : other;
                    if (one.move(step(claim, 0, number + 1L))) {
                        made.incrementAndGet();
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(made).hasValue(1);
        assertThat(checkpoint(0)).isNotEqualTo(Position.START);
    }

    @Test
    void what_is_forgotten_begins_anew() {
        Claim claim = claimed();
        assertThat(subscriptions().move(parking(claim, 0, 5, parkedAt("a", 4)))).isTrue();
        subscriptions().forget(NAME);
        assertThat(subscriptions().find(NAME)).isEmpty();
        assertThat(subscriptions().claim(claim)).isEmpty();
        assertThat(subscriptions().move(step(claim, 5, 6))).isFalse();
        assertThat(subscriptions().begin(NAME, 1, Position.of(2)).checkpoints()).containsExactly(Position.of(2));
        assertThat(aside()).isEmpty();
        assertThat(subscriptions().blockedKeys(NAME, 0)).isEqualTo(Set.of());
    }
}
