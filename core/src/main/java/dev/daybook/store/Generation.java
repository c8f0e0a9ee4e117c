package dev.daybook.store;

import java.time.Instant;

/**
 * One making of a collection. Of those of a collection one at most is {@link State#SERVING}, and one at most being built.
 *
 * @param number from 1
 * @param fingerprint of the definition by which it is made; empty if nobody cares
 * @param changedAt when it came into its state
 * @param throttle how many events a second may go into it while it is built; 0 for as many as can
 * @param holdsUp whether those who follow the serving one are asked to let this one overtake, see {@link Generations#holdUp}
 */
public record Generation(
        String collection,
        int number,
        State state,
        String fingerprint,
        Instant startedAt,
        Instant changedAt,
        int throttle,
        boolean holdsUp) {

    /** What a generation is at. */
    public enum State {
        /** Being filled beside the serving one. */
        BUILDING,
        /** Kept as it is until somebody goes on building it. */
        PAUSED,
        /** What queries read. */
        SERVING,
        /** It has served; to be dropped. */
        RETIRED,
        /** Nobody wants it any more; to be dropped. */
        CANCELLED
    }

    public boolean isBuilding() {
        return state == State.BUILDING || state == State.PAUSED;
    }

    public boolean isOver() {
        return state == State.RETIRED || state == State.CANCELLED;
    }

    /** The name of the subscription that fills it. */
    public String subscription() {
        return subscription(collection, number);
    }

    /** The name of the subscription that fills a generation. */
    public static String subscription(String collection, int number) {
        return collection + "@" + number;
    }
}
