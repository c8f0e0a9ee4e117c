package dev.daybook.store;

import java.time.Instant;
import java.util.Optional;

/**
 * The record of what a person did to a subscription. Kept for good.
 *
 * @param at when
 * @param key of the event, where it was done to one
 * @param position of the event, of the last where it was done to several, or to which the subscription was reset; empty where it was paused or resumed
 * @param intervention on whose word, and why
 */
public record SubscriptionIntervention(
        Instant at,
        Action action,
        String subscription,
        Optional<String> key,
        Optional<Position> position,
        Intervention intervention) {

    /** What was done. */
    public enum Action {
        /** It was to deal with nothing until it is resumed. */
        PAUSE,
        /** It was to go on. */
        RESUME,
        /** Its checkpoints were set. */
        RESET,
        /** An event, or several where there is no key, was to be tried again at once. */
        RETRY,
        /** An event was given up. */
        DISCARD
    }
}
