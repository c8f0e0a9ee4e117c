package dev.daybook.sql;

import dev.daybook.ConfigurationException;
import dev.daybook.store.InlineReadModel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The read models that every append through this store carries along. Safe for use by many threads. */
final class InlineReadModels {

    private final List<InlineReadModel> attached = new CopyOnWriteArrayList<>();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);

    List<InlineReadModel> attached() {
        return attached;
    }

    /** Held by a writer while it writes a group, so that none is on its way without a read model that is attached meanwhile. */
    Lock writing() {
        return lock.readLock();
    }

    /** Held by whoever attaches; no writer of this store writes then. */
    Lock attaching() {
        return lock.writeLock();
    }

    /** With {@link #attaching()} held. */
    void add(InlineReadModel model) {
        requireNew(model);
        attached.add(model);
    }

    void requireNew(InlineReadModel model) {
        String subscription = InlineFollower.subscription(model);
        if (attached.stream().map(InlineFollower::subscription).anyMatch(subscription::equals)) {
            throw new ConfigurationException(
                    model.title() + " is attached to this store already: close that attachment first");
        }
    }

    @SuppressWarnings("ReferenceEquality") // one attached since then may be equal, and stays
    void remove(InlineReadModel model) {
        attached.removeIf(other -> other == model);
    }
}
