package dev.daybook.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.aggregate.Folded;
import dev.daybook.event.JsonCodec;
import dev.daybook.store.Position;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class StateCacheTest {

    private final StateCache cache = new StateCache(3, 1_000, new StateWeight(JsonCodec.standard()));

    private static StreamId stream(String key) {
        return StreamId.of("text", key);
    }

    private void put(String key, long version, String state) {
        cache.put(stream(key), new Folded<>(state, Version.of(version), Position.of(version), Optional.empty()));
    }

    private boolean holds(String key) {
        return cache.get(stream(key)).isPresent();
    }

    @Test
    void holds_so_many_states_and_lets_go_of_those_not_used_for_longest() {
        put("a", 1, "");
        put("b", 1, "");
        put("c", 1, "");
        assertThat(holds("a")).isTrue();

        put("d", 1, "");

        assertThat(cache.size()).isEqualTo(3);
        assertThat(holds("a")).isTrue();
        assertThat(holds("b")).isFalse();
    }

    @Test
    void holds_no_more_than_its_weight() {
        put("a", 1, "x".repeat(400));
        put("b", 1, "x".repeat(400));

        assertThat(holds("a")).isTrue();
        put("c", 1, "x".repeat(400));

        assertThat(holds("b")).isFalse();
        assertThat(cache.weight()).isLessThanOrEqualTo(1_000);
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    void a_state_that_is_too_heavy_drives_out_no_other() {
        put("a", 1, "x".repeat(400));

        put("giant", 1, "x".repeat(1_001));

        assertThat(holds("giant")).isFalse();
        assertThat(holds("a")).isTrue();
    }

    @Test
    void an_older_state_does_not_replace_a_later_one() {
        put("a", 2, "later");
        put("a", 1, "older");

        assertThat(cache.<String>get(stream("a")).orElseThrow().state()).isEqualTo("later");
    }

    @Test
    void what_is_forgotten_weighs_nothing() {
        put("a", 1, "x");
        put("a", 9, "xxx");
        cache.remove(stream("a"));
        cache.remove(stream("a"));

        assertThat(cache.weight()).isZero();
        assertThat(cache.size()).isZero();
    }
}
