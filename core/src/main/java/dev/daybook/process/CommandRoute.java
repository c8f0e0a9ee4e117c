package dev.daybook.process;

import dev.daybook.store.Enqueue;

/** How commands of process managers get into the queues of the context that runs them. Safe for use by many threads. */
@FunctionalInterface
public interface CommandRoute {

    /**
     * The command as it is to be stored in the queue of the lane that takes its type.
     *
     * @throws IllegalArgumentException if it gives no usable key for its aggregate
     * @throws dev.daybook.store.LimitExceededException if it is beyond the limits of the store
     */
    Enqueue route(ProcessCommand command);
}
