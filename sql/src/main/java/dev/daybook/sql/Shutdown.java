package dev.daybook.sql;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether a store is to be closed at last, for those who wait for other things. */
final class Shutdown {

    private final CountDownLatch signal = new CountDownLatch(1);

    void begin() {
        signal.countDown();
    }

    boolean begun() {
        return signal.getCount() == 0;
    }

    /** Waits for the time or the shutdown, whichever is sooner: true if it is the shutdown. */
    boolean await(Duration time) {
        try {
            return signal.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
