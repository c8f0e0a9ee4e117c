package dev.daybook.examples.orders.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProblemsTest {

    @ParameterizedTest
    @CsvSource({"PT0S, 1", "PT0.000000001S, 1", "PT1S, 1", "PT1.000000001S, 2", "PT2M, 120"})
    void the_time_to_try_again_is_told_in_seconds_rounded_up(Duration time, String header) {
        assertThat(Problems.unavailable("full", "Full", time).getHeaders().getFirst("Retry-After"))
                .isEqualTo(header);
    }
}
