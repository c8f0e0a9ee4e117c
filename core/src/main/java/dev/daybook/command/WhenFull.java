package dev.daybook.command;

import java.time.Duration;

/** What a lane does with a command that it has no room for. */
public sealed interface WhenFull {

    /** Refuses it at once with a {@link LaneFullException}. */
    static WhenFull reject(Duration retryAfter) {
        return new Reject(retryAfter);
    }

    /** Refuses it at once with a {@link LaneFullException} that says to come back in a second. */
    static WhenFull reject() {
        return reject(Duration.ofSeconds(1));
    }

    /** Lets the sender wait for room; refuses it as {@link #reject()} does once the timeout has passed. */
    static WhenFull await(Duration timeout) {
        return new Await(timeout);
    }

    /**
     * Stores it durably behind those in memory; what is stored is carried out in order as room comes free, by another node if
     * this one is lost. A node that begins first brings in what nodes that are gone have left behind, and stores its own
     * commands meanwhile. Several living nodes keep no order among one another. For lanes in memory.
     *
     * @param capacity how many commands may be stored so; beyond it they are rejected
     */
    static WhenFull overflow(long capacity) {
        return new Overflow(capacity);
    }

    /** See {@link WhenFull#reject}. */
    record Reject(Duration retryAfter) implements WhenFull {
        public Reject {
            Durations.notNegative(retryAfter, "time after which to try again");
        }
    }

    /** See {@link WhenFull#await}. */
    record Await(Duration timeout) implements WhenFull {
        public Await {
            Durations.notNegative(timeout, "time to wait for room");
        }
    }

    /** See {@link WhenFull#overflow}. */
    record Overflow(long capacity) implements WhenFull {
        public Overflow {
            if (capacity < 1) {
                throw new IllegalArgumentException("The capacity of an overflow must be positive, found " + capacity);
            }
        }
    }
}
