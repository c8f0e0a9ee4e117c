package dev.daybook.subscription;

import dev.daybook.store.Position;
import java.time.Instant;
import java.util.Optional;

/**
 * How a subscription does.
 *
 * @param position up to where the log has been dealt with
 * @param since when it came into this state
 * @param error why it does not get on, while it is {@link State#RETRYING}
 */
public record SubscriptionStatus(String name, State state, Position position, Instant since, Optional<String> error) {

    /** What a subscription is at. */
    public enum State {
        /** Dealing with events, or waiting for new ones. */
        FOLLOWING,
        /** The same events failed at least once and will be tried again. */
        RETRYING,
        /** Closed. */
        STOPPED
    }
}
