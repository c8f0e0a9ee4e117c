package dev.daybook.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Queued commands and the outcomes of all commands, beside the events. What changes together with events goes through
 * {@link EventStore#commit}; here is the rest. Every change here is made in order with the commits, each whole or not at
 * all, durable before the method returns. Safe for use by many threads; all methods block and throw
 * {@link StoreUnavailableException} when the database does not answer.
 */
public interface CommandStore {

    /** How long the name of a queue may be, in characters. */
    int MAX_QUEUE_NAME_LENGTH = 150;

    /** How many successors of a parked command are counted. */
    int COUNTED_SUCCESSORS = 1_000;

    /**
     * How a queue stands.
     *
     * @param pending commands in it, parked ones and their successors included, scheduled ones not
     * @param scheduled commands that wait for their time
     * @param parked streams whose first command is parked
     * @param revision grows whenever commands appear before the end of what can be read, that is, when a stream is not parked any
     *     more; a reader that sees it grow reads again from the beginning
     */
    record QueueStatus(long pending, long scheduled, long parked, long revision) {}

    /**
     * Commands of a queue after a place, in order, at most {@code limit}; without those of streams that are parked in it.
     *
     * @param slices whose streams to read
     */
    List<QueuedCommand> read(String queue, Slices slices, long after, int limit);

    /** The outcomes of those commands that have one. */
    Map<UUID, RecordedOutcome> outcomes(Collection<UUID> ids);

    /** Where a command is; empty if the store does not know its id (any more). */
    Optional<CommandState> find(UUID id);

    /** How a queue stands; all zero for one never used. */
    QueueStatus status(String queue);

    /** The revision of {@link #status}, cheaper than all of it. */
    default long revision(String queue) {
        return status(queue).revision();
    }

    /** The names of queues with this prefix that hold pending commands, in order. */
    Set<String> queues(String prefix);

    /** The names of queues with this prefix that scheduled commands will join, in order. */
    Set<String> scheduledQueues(String prefix);

    /**
     * Waits until commands were added to any queue, moved, or carried out, since {@link #changes()} gave this number. Woken
     * by this process at once, by others as fast as the engine tells, or at the timeout.
     *
     * @throws StoreUnavailableException if the store is closed, also while this waits
     */
    void awaitChange(long changes, Duration timeout) throws InterruptedException;

    /** A number that grows with every change of queues and outcomes that this process knows of. Needs no database. */
    long changes();

    /**
     * Parks the first command of a stream in its queue. One that is parked already stays as it is.
     *
     * @param error any text; a store may change what its engine cannot keep, such as U+0000
     * @param lease under which the command was worked on; if it is lost, or the command is not the first of its stream in the
     *     queue any more, nothing changes
     * @return whether it is parked now
     */
    boolean park(QueuedCommand command, int attempts, String error, Lease lease);

    /** Parked commands of a queue after a place, in order, at most {@code limit}. */
    List<ParkedCommand> parked(String queue, long after, int limit);

    /**
     * Lets a parked command be tried again, at its place. False if it is not parked.
     *
     * @throws LimitExceededException if the intervention is larger than an event may be
     * @throws InvalidEventException if the intervention holds what cannot be stored
     */
    boolean retry(UUID id, Intervention intervention);

    /**
     * Gives a parked command another payload and lets it be tried again, at its place. Its header stays, and with it the hash of
     * what it was first seen with. False if it is not parked.
     *
     * @throws LimitExceededException if the payload or the intervention is larger than an event may be
     * @throws InvalidEventException if the payload is no JSON text, or the intervention holds what cannot be stored
     */
    boolean edit(UUID id, String payload, Intervention intervention);

    /**
     * Takes a parked command out of its queue, with a {@link Verdict.Discarded} as its outcome; those behind it go on. False
     * if it is not parked.
     *
     * @throws LimitExceededException if the intervention is larger than an event may be
     * @throws InvalidEventException if the intervention holds what cannot be stored
     */
    boolean discard(UUID id, Intervention intervention);

    /**
     * Takes back a command that waits for its time; its id is not known any more. False if it is not scheduled, or its time has
     * come, though it may not have been released yet.
     */
    boolean cancel(UUID id);

    /**
     * Moves commands whose time has come, in order of their times, to the ends of their queues, whatever the capacity.
     *
     * @param limit how many to move, at most
     * @return when the next is due after that, if one is scheduled
     */
    Optional<Instant> releaseDue(int limit);

    /**
     * Forgets the oldest outcomes, in order. The ids of their commands are not known any more.
     *
     * @param before those recorded before this time
     * @param limit how many to look at, at most
     * @return how many were forgotten
     */
    int forgetOutcomes(Instant before, int limit);

    /** Refuses what cannot be the name of a queue. */
    static void requireQueueName(String name) {
        if (name.isEmpty() || name.length() > MAX_QUEUE_NAME_LENGTH) {
            throw new IllegalArgumentException("Queue name '" + Text.excerpt(name) + "' has " + name.length()
                    + " characters, expected 1 to " + MAX_QUEUE_NAME_LENGTH);
        }
        Text.requirePlain(name, "Queue name");
    }
}
