package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.command.CommandStatus;
import java.util.UUID;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about. */
final class Conditions {

    private static final long LOOK_AGAIN_NANOS = 1_000_000;

    private Conditions() {}

    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + Accounts.PLENTY.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time: %s", what).isLessThan(deadline);
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    static void untilDone(BoundedContext context, UUID command) {
        until(
                "command " + command + " has its outcome",
                () -> context.status(command)
                        .filter(CommandStatus.Done.class::isInstance)
                        .isPresent());
    }

    static void untilParked(BoundedContext context, UUID command) {
        until(
                "command " + command + " is parked",
                () -> context.status(command)
                        .filter(CommandStatus.Parked.class::isInstance)
                        .isPresent());
    }

    /** Until the thread waits for something to happen, and not for its turn at a lock only, or has ended. */
    static void untilWaiting(Thread thread) {
        until("the thread waits", () -> switch (thread.getState()) {
            case WAITING, TIMED_WAITING -> {
                Object blocker = LockSupport.getBlocker(thread);
                yield blocker != null && !(blocker instanceof AbstractOwnableSynchronizer);
            }
            case TERMINATED -> true;
            case NEW, RUNNABLE, BLOCKED -> false;
        });
    }
}
