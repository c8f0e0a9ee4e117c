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
     * Up to which position everything has been dealt with or was kept aside, and {@value FailurePolicy#AWAITED_ATTEMPTS} attempts
     * at it failed, at least; reads the database only where other nodes take part, or something is being tried again.
     */
    Position position();

    /**
     * Waits until everything up to the position has been dealt with, by whichever node: true then, false after the timeout. What
     * is kept aside is waited for until {@value FailurePolicy#AWAITED_ATTEMPTS} attempts have failed, so that a failure that is
     * over at once is not seen, and one that is not holds up nobody who waits for other keys.
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
