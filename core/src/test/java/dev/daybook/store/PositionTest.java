package dev.daybook.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class PositionTest {

    @Test
    void the_start_is_position_0() {
        assertThat(Position.of(0)).isSameAs(Position.START).hasToString("0");
    }

    @Test
    void events_count_positions_up() {
        assertThat(Position.START.plus(1)).isEqualTo(Position.of(1));
        assertThat(Position.of(Integer.MAX_VALUE).plus(1)).isEqualTo(Position.of(2_147_483_648L));
    }

    @Test
    void positions_are_ordered_as_numbers() {
        assertThat(Position.of(9)).isLessThan(Position.of(10)).isGreaterThan(Position.of(8));
    }

    @Test
    void a_negative_position_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Position(-1))
                .withMessage("A position is 0 (before the first event) or more, found -1");
    }
}
