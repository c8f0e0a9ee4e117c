package dev.daybook.command;

import dev.daybook.store.StoreUnavailableException;
import java.time.Duration;

/** One sender's wait for room in a lane, as long as the lane lets it wait. Used by one thread. */
final class Room {

    private final Lane lane;
    private final long capacity;
    private final CommandListener listener;
    private final WhenFull whenFull;
    private final long deadline;

    /** @param capacity of what is full */
    Room(Lane lane, long capacity, CommandListener listener) {
        this.lane = lane;
        this.capacity = capacity;
        this.listener = listener;
        this.whenFull = lane.setup().whenFull();
        long patience = whenFull instanceof WhenFull.Await(Duration timeout) ? timeout.toNanos() : 0;
        this.deadline = System.nanoTime() + patience;
    }

    /** Waits for what may bring room. */
    @FunctionalInterface
    interface Wait {
        void atMost(Duration time) throws InterruptedException;
    }

    /**
     * To be called when there was no room: waits before the next attempt.
     *
     * @throws LaneFullException if the sender has waited long enough
     * @throws BusClosedException if the lane is closed
     */
    void await(Wait wait) {
        if (lane.isClosed()) {
            throw BusClosedException.stopping();
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            listener.rejected(lane.name());
            throw new LaneFullException(lane.name(), capacity, retryAfter());
        }
        try {
            wait.atMost(Duration.ofNanos(left));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                    "The thread was interrupted while it waited for room in " + lane + "; nothing was done",
                    StoreUnavailableException.Outcome.NOT_STORED,
                    e);
        }
    }

    private Duration retryAfter() {
        return whenFull instanceof WhenFull.Reject(Duration retryAfter) ? retryAfter : Duration.ofSeconds(1);
    }
}
