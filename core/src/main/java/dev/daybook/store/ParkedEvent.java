package dev.daybook.store;

import java.time.Instant;
import java.util.Optional;

/**
 * An event that a subscription has kept aside. The first of its key is the one that failed; later ones of the key wait
 * behind it.
 *
 * @param subscription that keeps it
 * @param partition of the subscription
 * @param key whose events stay in order
 * @param position of the event
 * @param state what it waits for
 * @param attempts that were made, 0 if it only waits behind another
 * @param error of the last attempt, empty if there was none
 * @param parkedAt when it was kept aside
 * @param retryAt when it is tried again by itself, while {@link State#RETRYING}
 */
public record ParkedEvent(
        String subscription,
        int partition,
        String key,
        Position position,
        State state,
        int attempts,
        String error,
        Instant parkedAt,
        Optional<Instant> retryAt) {

    /** What a parked event waits for. */
    public enum State {
        /** The time of its next attempt. */
        RETRYING,
        /** A person. */
        PARKED,
        /** An earlier event of its key. */
        WAITING,
        /** Nothing: it was passed over, and this is the record of it. It holds nobody up. */
        SKIPPED
    }
}
