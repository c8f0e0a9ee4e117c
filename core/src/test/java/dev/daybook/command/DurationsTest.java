package dev.daybook.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.ConfigurationException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** A duration that cannot be reckoned with is refused where it is set, not where it is used. */
final class DurationsTest {

    private static final Duration FOR_EVER = ChronoUnit.FOREVER.getDuration();

    @Test
    void what_is_longer_than_a_hundred_years_is_refused() {
        CommandBusSetup bus = new CommandBusSetup();
        for (Runnable set : new Runnable[] {
            () -> bus.outcomeRetention(FOR_EVER),
            () -> bus.sendTimeout(FOR_EVER),
            () -> bus.leaseTime(FOR_EVER),
            () -> WhenFull.await(FOR_EVER),
            () -> WhenFull.reject(FOR_EVER)
        }) {
            assertThatExceptionOfType(ConfigurationException.class)
                    .isThrownBy(set::run)
                    .withMessageContaining("at most 36525 days");
        }
    }

    @Test
    void a_hundred_years_are_possible() {
        CommandBusSetup bus = new CommandBusSetup();

        assertThat(bus.outcomeRetention(Durations.LONGEST).outcomeRetention()).isEqualTo(Durations.LONGEST);
    }

    @Test
    void negative_times_to_wait_are_refused() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> WhenFull.await(Duration.ofMillis(-1)))
                .withMessageContaining("must not be negative");
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> WhenFull.reject(Duration.ofMillis(-1)));
    }

    @Test
    void a_time_to_stop_may_be_any() {
        assertThat(Durations.bounded(FOR_EVER)).isEqualTo(Durations.LONGEST);
        assertThat(Durations.bounded(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
    }
}
