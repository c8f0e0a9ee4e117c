package dev.daybook.subscription;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** How many events a second may be read. Used by one thread, set by any. */
final class Throttle {

    /** In how many portions a second's events are read. */
    private static final int PORTIONS = 10;

    private volatile OptionalInt eventsPerSecond;
    private long freeAt = System.nanoTime();

    Throttle(OptionalInt eventsPerSecond) {
        this.eventsPerSecond = eventsPerSecond;
    }

    void set(OptionalInt rate) {
        eventsPerSecond = rate;
    }

    /** How many events to read at one time, at most so many. */
    int limit(int most) {
        OptionalInt rate = eventsPerSecond;
        return rate.isEmpty() ? most : Math.clamp(rate.getAsInt() / PORTIONS, 1, most);
    }

    /** For how many nanoseconds nothing may be read. */
    long nanosToWait() {
        return eventsPerSecond.isEmpty() ? 0 : Math.max(0, freeAt - System.nanoTime());
    }

    void took(int events) {
        OptionalInt rate = eventsPerSecond;
        if (rate.isPresent()) {
            long now = System.nanoTime();
            freeAt = Math.max(freeAt, now) + TimeUnit.SECONDS.toNanos(events) / rate.getAsInt();
        }
    }
}
