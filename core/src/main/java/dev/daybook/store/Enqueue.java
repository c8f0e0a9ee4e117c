package dev.daybook.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A command to be put at the end of a queue, unless its id is known to the store already: in a queue, scheduled, or with an
 * outcome. A known one changes nothing and harms nothing else in its commit, whatever its content and the room. A payload that
 * is no JSON text fails the whole commit with {@link InvalidEventException}, as an event's data does.
 *
 * @param queue a name, as for {@link CommandStore#MAX_QUEUE_NAME_LENGTH}
 * @param capacity how many pending commands the queue may hold with this one, when those that the same commit carries out have left
 *     and those enqueued before it in the same commit have joined; {@link #UNBOUNDED} for any number. Beyond it the whole commit
 *     is left out ({@link CommitResult.QueueFull})
 * @param due when it shall join the queue; until then it waits outside and does not count against the capacity. Kept in
 *     microseconds, at the latest {@link #LATEST_DUE}. Empty, now, or in the past: at once
 */
public record Enqueue(String queue, long capacity, SerializedCommand command, Optional<Instant> due) {

    public static final long UNBOUNDED = Long.MAX_VALUE;

    /** The end of the year 9999: what every engine can store and put in order. */
    public static final Instant LATEST_DUE = Instant.parse("9999-12-31T23:59:59.999999Z");

    public Enqueue {
        CommandStore.requireQueueName(queue);
        if (capacity < 1) {
            throw new IllegalArgumentException(
                    "The capacity of queue " + queue + " must be positive, found " + capacity);
        }
        if (due.isPresent() && due.get().isAfter(LATEST_DUE)) {
            throw new IllegalArgumentException("The command is due " + due.get() + ", which is after " + LATEST_DUE
                    + ", the last time that can be kept: if it is never to be carried out, do not enqueue it");
        }
        due = due.filter(
                time -> time.isAfter(Instant.EPOCH)); // what lies before is due at once, and need not be stored
    }
}
