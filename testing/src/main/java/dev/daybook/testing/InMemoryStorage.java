package dev.daybook.testing;

import dev.daybook.store.DocumentStore;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What the stores opened on the same memory share, and the one lock that guards all of it. */
final class InMemoryStorage {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final InMemoryLog log = new InMemoryLog();
    private final InMemoryDocuments documents = new InMemoryDocuments(lock);

    /** To be used with the lock held. */
    InMemoryLog log() {
        return log;
    }

    DocumentStore documents() {
        return documents;
    }

    <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** Lets everyone who waits look again; with the lock held. */
    void announce() {
        changed.signalAll();
    }

    /** Waits until the condition holds; false if it does not within the time. */
    boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!condition.getAsBoolean()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
