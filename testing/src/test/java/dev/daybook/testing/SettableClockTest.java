package dev.daybook.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SettableClockTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final SettableClock clock = new SettableClock(NOON);

    @Test
    void it_stands_still_until_it_is_set_or_advanced() {
        assertThat(clock.instant()).isEqualTo(NOON);
        clock.set(NOON.minusSeconds(5));
        assertThat(clock.instant()).isEqualTo(NOON.minusSeconds(5));
        assertThat(clock.advance(Duration.ofSeconds(7))).isEqualTo(NOON.plusSeconds(2));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(2));
    }

    @Test
    void no_step_is_lost_when_many_threads_advance_it() {
        IntStream.range(0, 10_000).parallel().forEach(i -> clock.advance(Duration.ofMillis(1)));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(10));
    }
}
