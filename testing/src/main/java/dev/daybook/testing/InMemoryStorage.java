package dev.daybook.testing;

import dev.daybook.store.SubscriptionStore;
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
    private final InMemoryOutcomes outcomes = new InMemoryOutcomes();
    private final InMemoryQueues queues = new InMemoryQueues();
    private final InMemoryLeases leases = new InMemoryLeases();
    private final InMemorySubscriptions subscriptions = new InMemorySubscriptions();
    private final SubscriptionStore subscriptionStore = new InMemorySubscriptionStore(lock, subscriptions);
    private final InMemorySnapshots snapshots = new InMemorySnapshots();
    private final InMemoryTraces traces = new InMemoryTraces(log, outcomes, queues);
    private final RecordingTime time = new RecordingTime();
    private final InMemoryCommits commits = new InMemoryCommits(this);
    private final InMemoryDocuments documents = new InMemoryDocuments(lock, subscriptions, subscriptionStore);

    /** To be used with the lock held, as all that follow. */
    InMemoryLog log() {
        return log;
    }

    InMemoryOutcomes outcomes() {
        return outcomes;
    }

    InMemoryQueues queues() {
        return queues;
    }

    InMemoryLeases leases() {
        return leases;
    }

    InMemorySubscriptions subscriptions() {
        return subscriptions;
    }

    /** To be used without the lock. */
    SubscriptionStore subscriptionStore() {
        return subscriptionStore;
    }

    InMemorySnapshots snapshots() {
        return snapshots;
    }

    InMemoryTraces traces() {
        return traces;
    }

    InMemoryCommits commits() {
        return commits;
    }

    RecordingTime time() {
        return time;
    }

    /** A number that grows with every change of queues and outcomes. */
    long changes() {
        return queues.changes() + outcomes.last();
    }

    /** To be used without the lock. */
    InMemoryDocuments documents() {
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
