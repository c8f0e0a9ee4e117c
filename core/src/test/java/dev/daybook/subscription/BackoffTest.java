package dev.daybook.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BackoffTest {

    private static final RandomGenerator NEVER = chance(0.0);
    private static final RandomGenerator ALWAYS = chance(Math.nextDown(1.0));

    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));

    @ParameterizedTest
    @CsvSource({"1,100", "2,200", "3,400", "9,25600", "10,30000", "11,30000", "1000,30000"})
    void the_wait_doubles_with_each_failure_up_to_the_longest(int failures, long millis) {
        assertThat(backoff.after(failures, NEVER)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 10, 40})
    void chance_takes_up_to_half_of_it(int failures) {
        Duration full = backoff.after(failures, NEVER);

        assertThat(backoff.after(failures, ALWAYS))
                .isBetween(full.dividedBy(2), full.dividedBy(2).plusMillis(1));
        assertThat(backoff.after(failures, chance(0.5)))
                .isEqualTo(full.multipliedBy(3).dividedBy(4));
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 32, 33, 62, 63, 64, 65, 100, Integer.MAX_VALUE})
    void no_number_of_failures_overflows(int failures) {
        assertThat(backoff.after(failures, NEVER)).isEqualTo(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @ValueSource(ints = {62, 63, 64, 65, Integer.MAX_VALUE})
    void the_shortest_first_wait_grows_to_the_longest_too(int failures) {
        Backoff wide = new Backoff(Duration.ofNanos(1), Duration.ofDays(365));

        assertThat(wide.after(failures, NEVER)).isEqualTo(Duration.ofDays(365));
    }

    @Test
    void a_first_wait_that_is_the_longest_stays_as_it_is() {
        Backoff even = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1));

        assertThat(even.after(1, NEVER)).isEqualTo(even.after(50, NEVER)).isEqualTo(Duration.ofMillis(1));
    }

    @Test
    void the_first_wait_is_positive_and_the_longest_no_shorter() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(-1), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .withMessage("A backoff grows from a positive time to a longer one, found PT2S to PT1S");
    }

    private static RandomGenerator chance(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("only doubles are asked for");
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }
}
