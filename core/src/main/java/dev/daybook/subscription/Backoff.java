package dev.daybook.subscription;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before trying again: twice as long each time, up to a longest, less up to half of it by chance, so that
 * those who failed together do not come back together.
 *
 * @param first before the second attempt
 * @param longest between two attempts
 */
public record Backoff(Duration first, Duration longest) {

    private static final int LARGEST_SHIFT = 62;

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "A backoff grows from a positive time to a longer one, found " + first + " to " + longest);
        }
    }

    /** 100 ms to 30 s. */
    public static Backoff standard() {
        return new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));
    }

    /** The wait after this many failures in a row, 1 or more. */
    public Duration after(int failures, RandomGenerator random) {
        long factor = 1L << Math.min(failures - 1, LARGEST_SHIFT);
        long cap = longest.toNanos();
        long full = first.toNanos() > cap / factor ? cap : first.toNanos() * factor;
        return Duration.ofNanos(full - (long) (full * 0.5 * random.nextDouble()));
    }
}
