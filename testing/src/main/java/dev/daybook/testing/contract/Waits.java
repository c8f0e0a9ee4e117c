package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;

/** Sees threads wait. */
final class Waits {

    private Waits() {}

    /** Runs the task in a thread of its own, and returns once that thread waits or has ended. */
    static Thread startAndAwaitItsWait(FutureTask<?> task) {
        Thread thread = Thread.ofPlatform().daemon().start(task);
        long deadline = System.nanoTime() + StoreFixture.PATIENCE.toNanos();
        while (thread.getState() != Thread.State.TIMED_WAITING && !task.isDone()) {
            assertThat(System.nanoTime()).as("the thread waits in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
        return thread;
    }
}
