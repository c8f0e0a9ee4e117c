package dev.daybook.subscription;

import dev.daybook.store.Position;
import java.time.Duration;
import java.util.OptionalInt;

/** A subscription that this node takes part in. Safe for use by many threads. */
public interface RunningSubscription extends AutoCloseable {

    String name();

    /** How it does; reads the database. */
    SubscriptionStatus status();

    /**
     * Up to which position everything has been dealt with or kept aside, at least; reads the database only where other nodes
     * take part.
     */
    Position position();

    /**
     * Waits until everything up to the position has been dealt with or kept aside, by whichever node: true then, false after
     * the timeout.
     *
     * @throws dev.daybook.store.StoreUnavailableException if the subscription was closed before
     */
    boolean awaitPosition(Position position, Duration timeout) throws InterruptedException;

    /** Stores at once how far it has come over events that concern nobody here, which is done now and then otherwise. */
    default void settle() {}

    /** Limits from now on how many events a second are dealt with on this node; empty for as many as it can. */
    void throttle(OptionalInt eventsPerSecond);

    /** Stops after the events in work and leaves the rest to other nodes; returns when it has stopped. */
    @Override
    void close();
}
