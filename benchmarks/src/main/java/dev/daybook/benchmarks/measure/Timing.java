package dev.daybook.benchmarks.measure;

import java.time.Duration;

/**
 * How long and how often.
 *
 * @param rounds that count; one more comes before them and is thrown away
 * @param warmUp of every single measurement, on top of that
 */
public record Timing(int rounds, Duration warmUp, Duration measured) {

    public Timing {
        if (rounds < 1) {
            throw new IllegalArgumentException("Expected at least one round, found " + rounds);
        }
    }

    public Timing withRounds(int number) {
        return new Timing(number, warmUp, measured);
    }
}
