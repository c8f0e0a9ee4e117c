package dev.daybook.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DecisionTest {

    @Test
    void accepting_keeps_the_events_in_order() {
        assertThat(Decision.accept("a", "b")).isEqualTo(new Decision.Accepted<>(List.of("a", "b")));
        assertThat(Decision.accept(List.of("a", "b"))).isEqualTo(Decision.accept("a", "b"));
    }

    @Test
    void nothing_is_accepted_without_events() {
        assertThat(Decision.nothing()).isEqualTo(new Decision.Accepted<>(List.of()));
    }

    @Test
    void a_later_change_of_the_list_does_not_reach_it() {
        List<String> events = new ArrayList<>(List.of("a"));
        Decision<String> decision = Decision.accept(events);

        events.add("b");

        assertThat(decision).isEqualTo(Decision.accept("a"));
    }

    @Test
    void a_refusal_has_a_code_and_a_reason() {
        assertThat(Decision.refuse("order-paid", "The order is paid already"))
                .isEqualTo(new Decision.Refused<>("order-paid", "The order is paid already"));
    }

    @Test
    void a_refusal_without_a_code_is_an_error() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Decision.refuse(" ", "No"))
                .withMessage("A refusal needs a code, such as order-already-paid");
    }
}
