package dev.daybook.store;

import java.time.Instant;

/**
 * A command in its queue.
 *
 * @param sequence its place: commands of one queue, and so of one stream in it, are carried out in this order. Grows in
 *     commit order over all queues of a store, with gaps
 * @param enqueuedAt when it joined the queue, by the store's clock, in microseconds
 */
public record QueuedCommand(String queue, long sequence, Instant enqueuedAt, SerializedCommand command) {

    /** Its place, for the commit that carries it out. */
    public Ticket ticket() {
        return new Ticket(queue, sequence);
    }

    /** The place of a command in a queue. */
    public record Ticket(String queue, long sequence) {}
}
