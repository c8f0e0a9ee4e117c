package dev.daybook.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class VersionTest {

    @Test
    void no_events_is_version_0() {
        assertThat(Version.of(0)).isSameAs(Version.NONE).hasToString("0");
    }

    @Test
    void events_count_versions_up() {
        assertThat(Version.NONE.plus(1)).isEqualTo(Version.of(1));
        assertThat(Version.of(5).plus(3)).isEqualTo(Version.of(8));
        assertThat(Version.of(5).plus(0)).isEqualTo(Version.of(5));
    }

    @Test
    void versions_are_ordered_as_numbers() {
        assertThat(Version.of(9)).isLessThan(Version.of(10)).isGreaterThan(Version.of(8));
    }

    @Test
    void a_negative_version_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Version.of(-1))
                .withMessage("A version is 0 (no events) or more, found -1");
    }
}
