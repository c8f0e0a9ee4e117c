package dev.daybook.command;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Senders who wait for room in a lane, in the order in which they came. Each is let in by whoever makes room, rather than woken
 * to try for itself: so as many wake as there is room for, and none in vain. Guarded by the lock of the lane.
 */
final class WaitingSenders {

    private final ReentrantLock lock;
    private final Deque<Sender> senders = new ArrayDeque<>();
    private boolean closed;

    private static final class Sender {
        private final Pending command;
        private final Condition woken;
        private boolean admitted;

        Sender(Pending command, Condition woken) {
            this.command = command;
            this.woken = woken;
        }
    }

    WaitingSenders(ReentrantLock lock) {
        this.lock = lock;
    }

    boolean isEmpty() {
        return senders.isEmpty();
    }

    /** Waits until the command has been let in: false if it was not in time, or nobody is let in any more. */
    boolean await(Pending command, Duration patience) throws InterruptedException {
        Sender sender = new Sender(command, lock.newCondition());
        senders.add(sender);
        try {
            long left = patience.toNanos();
            while (!sender.admitted && !closed && left > 0) {
                left = sender.woken.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            if (!sender.admitted) {
                throw e;
            }
            Thread.currentThread().interrupt(); // too late: it is in
        } finally {
            if (!sender.admitted) {
                senders.remove(sender);
            }
        }
        return sender.admitted;
    }

    /** Takes out the first and wakes its sender; its command is to be added by the caller. */
    Pending admit() {
        Sender first = senders.remove();
        first.admitted = true;
        first.woken.signal();
        return first.command;
    }

    /** Sends all away. */
    void close() {
        closed = true;
        senders.forEach(sender -> sender.woken.signal());
    }
}
