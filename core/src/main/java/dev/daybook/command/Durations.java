package dev.daybook.command;

import dev.daybook.ConfigurationException;
import java.time.Duration;

/** Durations with which one can reckon: nanoseconds as a number, and times that every store can keep. */
final class Durations {

    /** 100 years. */
    static final Duration LONGEST = Duration.ofDays(36_525);

    private Durations() {}

    static Duration positive(Duration time, String what) {
        if (!time.isPositive()) {
            throw new ConfigurationException("The " + what + " must be positive, found " + time);
        }
        return notTooLong(time, what);
    }

    static Duration notNegative(Duration time, String what) {
        if (time.isNegative()) {
            throw new ConfigurationException("The " + what + " must not be negative, found " + time);
        }
        return notTooLong(time, what);
    }

    private static Duration notTooLong(Duration time, String what) {
        if (time.compareTo(LONGEST) > 0) {
            throw new ConfigurationException(
                    "The " + what + " is at most " + LONGEST.toDays() + " days, found " + time + ": set less");
        }
        return time;
    }

    /** The same, or the longest, if that is less. */
    static Duration bounded(Duration time) {
        return time.compareTo(LONGEST) < 0 ? time : LONGEST;
    }
}
