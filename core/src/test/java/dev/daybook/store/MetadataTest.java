package dev.daybook.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MetadataTest {

    @Test
    void nothing_at_all_is_none() {
        assertThat(Metadata.of(null, null, Map.of())).isSameAs(Metadata.none());
    }

    @Test
    void holds_what_it_was_given() {
        Metadata metadata = Metadata.of("c-1", "cause-1", Map.of("user", "Zoë"));

        assertThat(metadata.correlation()).contains("c-1");
        assertThat(metadata.causation()).contains("cause-1");
        assertThat(metadata.user()).containsExactly(Map.entry("user", "Zoë"));
    }

    @Test
    void a_later_change_of_the_map_does_not_reach_it() {
        Map<String, String> user = new HashMap<>(Map.of("a", "1"));
        Metadata metadata = Metadata.of(null, null, user);

        user.put("b", "2");

        assertThat(metadata.user()).containsOnlyKeys("a");
    }

    @Test
    void ids_have_1_to_255_characters() {
        assertThat(Metadata.of("x".repeat(255), null, Map.of()).correlation()).isPresent();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.of("x".repeat(256), null, Map.of()))
                .withMessage("Correlation id has 256 characters, expected 1 to 255");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.of(null, "", Map.of()))
                .withMessage("Causation id has 0 characters, expected 1 to 255");
    }

    @Test
    void ids_hold_no_control_characters_and_no_half_surrogate_pairs() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.of("a\r\nb", null, Map.of()))
                .withMessage("Correlation id 'a??b' holds the control character U+000D at index 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Metadata.of(null, "a\uD800", Map.of()))
                .withMessage("Causation id 'a?' holds half a surrogate pair U+D800 at index 1");
    }
}
