package dev.daybook.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about. */
final class Conditions {

    /** Far more than anything takes that happens at all. */
    static final Duration PLENTY = Duration.ofSeconds(20);

    private static final long LOOK_AGAIN_NANOS = 1_000_000;

    private Conditions() {}

    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PLENTY.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time: %s", what).isLessThan(deadline);
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    static void untilReached(RunningSubscription subscription, long position) {
        until(
                subscription.name() + " gets to " + position + ", it is at " + subscription.status(),
                () -> subscription.status().position().value() >= position);
    }
}
