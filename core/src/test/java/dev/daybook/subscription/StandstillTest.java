package dev.daybook.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Position;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StandstillTest {

    private static final Position THERE = Position.of(7);

    private final Standstill standstill = new Standstill(Duration.ofNanos(60));

    @Test
    void a_partition_that_stays_behind_at_one_place_stands_still_after_the_time() {
        assertThat(standstill.look(Map.of(2, THERE), 100)).isEmpty();
        assertThat(standstill.look(Map.of(2, THERE), 160)).isEmpty();
        assertThat(standstill.look(Map.of(2, THERE), 161)).containsExactly(2);
    }

    @Test
    void one_that_moves_does_not_hide_one_that_does_not() {
        assertThat(standstill.look(Map.of(1, THERE, 2, THERE), 0)).isEmpty();
        assertThat(standstill.look(Map.of(1, THERE.plus(1), 2, THERE), 50)).isEmpty();
        assertThat(standstill.look(Map.of(1, THERE.plus(2), 2, THERE), 100)).containsExactly(2);
    }

    @Test
    void an_event_after_a_long_time_without_any_is_no_standstill() {
        assertThat(standstill.look(Map.of(2, THERE), 0)).isEmpty();
        assertThat(standstill.look(Map.of(), 10)).isEmpty();
        assertThat(standstill.look(Map.of(2, THERE), 10_000)).isEmpty();
        assertThat(standstill.look(Map.of(2, THERE), 10_061)).containsExactly(2);
    }
}
