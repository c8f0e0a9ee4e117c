package dev.daybook.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SeriesTest {

    @Test
    void the_median_is_the_middle_or_between_the_two_in_the_middle() {
        assertThat(series(30, 10, 20).median(Measurement::rate)).isEqualTo(20);
        assertThat(series(40, 10, 20, 30).median(Measurement::rate)).isEqualTo(25);
    }

    @Test
    void a_ratio_is_the_median_of_the_rounds_ratios() {
        Series slowedInTheSecondRound = series(30, 3, 60);
        Series slowedAlike = series(10, 1, 10);

        assertThat(slowedInTheSecondRound.ratio(slowedAlike, Measurement::rate)).isEqualTo(3);
    }

    private static Series series(double... rates) {
        return new Series(
                "one",
                Arrays.stream(rates)
                        .mapToObj(rate -> new Measurement(rate, 1, 1, 1))
                        .toList());
    }
}
