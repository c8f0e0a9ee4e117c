package dev.daybook.sql;

import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The highest position known to be committed, and those who wait for it to move. Serves as well for the number of changes of
 * queues and outcomes.
 */
final class Head {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile long known;
    private volatile boolean closed;

    /** Says that everything up to the position is committed. */
    void reached(long position) {
        if (position <= known) {
            return;
        }
        lock.lock();
        try {
            if (position > known) {
                known = position;
                moved.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends away those who wait, and whoever comes after them. */
    void close() {
        lock.lock();
        try {
            closed = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    long known() {
        return known;
    }

    boolean awaitBeyond(Position position, Duration timeout) throws InterruptedException {
        requireOpen();
        if (known > position.value()) {
            return true;
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (known <= position.value()) {
                requireOpen();
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                moved.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException("The store is closed: open it again to wait", Outcome.NOT_STORED);
        }
    }
}
