package dev.daybook.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is told otherwise. Safe for use by many threads. */
public final class SettableClock implements InstantSource {

    private final AtomicReference<Instant> now;

    public SettableClock(Instant start) {
        this.now = new AtomicReference<>(start);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Sets the time, which may lie before the time shown so far. */
    public void set(Instant instant) {
        now.set(instant);
    }

    /** Moves the time on, or back by a negative duration, and returns the new time. */
    public Instant advance(Duration step) {
        return now.updateAndGet(instant -> instant.plus(step));
    }
}
