package dev.daybook.context;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds whoever comes until it is opened. */
final class Gate {

    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    void pass() {
        arrived.countDown();
        await(opened, "the gate is opened");
    }

    void awaitArrival() {
        await(arrived, "somebody comes to the gate");
    }

    void open() {
        opened.countDown();
    }

    private static void await(CountDownLatch latch, String what) {
        try {
            if (!latch.await(Accounts.PLENTY.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("Too late: " + what);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted before " + what, e);
        }
    }
}
