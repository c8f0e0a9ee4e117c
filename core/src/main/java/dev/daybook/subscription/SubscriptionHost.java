package dev.daybook.subscription;

import dev.daybook.store.EventStore;
import dev.daybook.store.SubscriptionStore;
import java.time.InstantSource;

/**
 * Runs the subscriptions of one context on this node: reads the log once for all of them, shares their partitions with other
 * nodes, and does what people ask for. Safe for use by many threads.
 */
public interface SubscriptionHost extends AutoCloseable {

    /**
     * Runs a subscription, from its checkpoints if it is known.
     *
     * @param store where its checkpoints are kept: that of the database that the handler writes to
     * @throws dev.daybook.ConfigurationException if it is known with another number of partitions, stands after the end of the
     *     log, or already runs here
     */
    RunningSubscription run(SubscriptionSetup setup, EventHandler handler, SubscriptionStore store);

    /** What people can see of these subscriptions, and do about them. */
    SubscriptionOperations operations();

    /** Does what people have asked for in the databases, at once instead of within a second. */
    void lookNow();

    /** Closes all subscriptions; the store and the node stay open. */
    @Override
    void close();

    /**
     * Starts without subscriptions.
     *
     * @param store of the events
     * @param node by which partitions are shared
     */
    static SubscriptionHost start(EventStore store, Node node, InstantSource clock) {
        return new LogSubscriptionHost(store, node, clock);
    }
}
