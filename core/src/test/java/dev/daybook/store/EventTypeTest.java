package dev.daybook.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EventTypeTest {

    @ParameterizedTest
    @ValueSource(strings = {"o", "order-placed", "OrderPlaced", "sales.order_placed", "2nd-try"})
    void a_name_holds_letters_digits_hyphens_underscores_and_dots(String name) {
        assertThat(new EventType(name, 1).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "order placed", "örder", "order/placed", "order\u0000", "😀"})
    void any_other_name_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventType(name, 1))
                .withMessageContaining("expected 1 to 128 letters, digits, '-', '_' or '.'");
    }

    @Test
    void a_name_has_128_characters_at_most() {
        assertThat(new EventType("x".repeat(128), 1).name()).hasSize(128);
        assertThatIllegalArgumentException().isThrownBy(() -> new EventType("x".repeat(129), 1));
    }

    @Test
    void revisions_run_from_1_to_32767() {
        assertThat(new EventType("x", 1).revision()).isEqualTo(1);
        assertThat(new EventType("x", 32_767).revision()).isEqualTo(32_767);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventType("x", 0))
                .withMessage("Revision of event type x is 0, expected 1 to 32767");
        assertThatIllegalArgumentException().isThrownBy(() -> new EventType("x", 32_768));
    }
}
