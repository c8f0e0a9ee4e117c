package dev.daybook.benchmarks.measure;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/** When one worker is to begin its operations. Used by one thread. */
interface Timetable {

    /** Waits for the next operation's time, if it is still to come, and tells it as {@link System#nanoTime} does. */
    long awaitNext();

    /** Each operation as soon as the one before is done. */
    static Timetable atOnce() {
        return System::nanoTime;
    }

    /**
     * Operations at random times, as those of independent senders are, whatever became of the ones before: one whose time has
     * passed begins at once, and has waited since its time.
     *
     * @param nanos from one to the next, on average
     */
    static Timetable atRandom(double nanos) {
        return new Timetable() {

            private final SplittableRandom random = new SplittableRandom();
            private long next = System.nanoTime();

            @Override
            public long awaitNext() {
                next += (long) (-nanos * Math.log(1 - random.nextDouble()));
                await(next);
                return next;
            }
        };
    }

    /** Returns once {@link System#nanoTime} is there. */
    static void await(long nanoTime) {
        long left = nanoTime - System.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = nanoTime - System.nanoTime();
        }
    }
}
