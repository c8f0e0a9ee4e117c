package dev.daybook.subscription;

import dev.daybook.store.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a subscription does, as far as this node can see.
 *
 * @param position up to where the log has been dealt with, events kept aside left out
 * @param since when it came into this state
 * @param lag how far that is behind the end of the log
 * @param parked events kept aside: those to be tried again, those that wait for a person, and those behind them
 * @param error why it does not get on, unless it is {@link #healthy()}
 */
public record SubscriptionStatus(
        String name, State state, Position position, Instant since, Lag lag, long parked, Optional<String> error) {

    /** What a subscription is at. */
    public enum State {
        /** Dealing with new events as they come. */
        FOLLOWING,
        /** Dealing with events that others have read long ago. */
        CATCHING_UP,
        /** The same step failed at least once and will be tried again; nothing after it is dealt with meanwhile. */
        RETRYING,
        /** Does not get on, though nothing has failed; the error says what it waits for. */
        STALLED,
        /** A person has paused it. */
        PAUSED,
        /** In one partition at least, gave up on an event until a person resumes it, or keeps too much aside; or closed. */
        STOPPED
    }

    /**
     * How far behind.
     *
     * @param events between its position and the end of the log, whether it wants them or not
     * @param time since the first of them was recorded; zero if there are none
     */
    public record Lag(long events, Duration time) {

        public static final Lag NONE = new Lag(0, Duration.ZERO);
    }

    /** Whether it does what it is asked to. One that is paused does. */
    public boolean healthy() {
        return switch (state) {
            case FOLLOWING, CATCHING_UP, PAUSED -> true;
            case RETRYING, STALLED, STOPPED -> false;
        };
    }
}
