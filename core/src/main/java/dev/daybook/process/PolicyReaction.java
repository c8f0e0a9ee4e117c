package dev.daybook.process;

import dev.daybook.event.RecordedEvent;

/**
 * What a {@link Policy} does about an event. Must be safe for use by many threads where the policy has several partitions or
 * reacts to several keys at one time.
 *
 * @param <E> events
 */
@FunctionalInterface
public interface PolicyReaction<E> {

    /**
     * Does it, and returns when it is done. May be called again for the same event, with the same idempotency key.
     *
     * @throws Exception if it could not be done; it is tried again, then dealt with as the policy's failure policy says
     */
    void react(RecordedEvent<E> recorded, Attempt attempt) throws Exception;
}
