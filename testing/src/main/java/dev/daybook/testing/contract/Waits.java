package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;

/** Sees threads wait. */
final class Waits {

    private static final long LOOK_AGAIN_NANOS = 1_000_000;

    private Waits() {}

    /** Runs the task in a thread of its own, and returns once that thread waits or has ended. */
    static Thread startAndAwaitItsWait(FutureTask<?> task) {
        Thread thread = Thread.ofPlatform().daemon().start(task);
        long deadline = System.nanoTime() + StoreFixture.PATIENCE.toNanos();
        while (thread.getState() != Thread.State.TIMED_WAITING && !task.isDone()) {
            assertThat(System.nanoTime()).as("the thread waits in time").isLessThan(deadline);
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return thread;
    }
}
