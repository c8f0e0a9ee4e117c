package dev.daybook.store;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An append-only log of events in streams.
 *
 * <p>Promised by every implementation, and held by the published contract suite:
 *
 * <ul>
 *   <li>A {@link Commit} is stored whole or not at all, and durably before it is answered.
 *   <li>Positions are given in commit order without gaps; versions count each stream's events without gaps.
 *   <li>A reader that has seen a position has seen, or can read, everything before it.
 *   <li>An event id is stored at most once, and a command has at most one outcome, so any commit may be repeated. The order
 *       of the checks is: limits, leases and the progress of a subscription, outcomes that there are already, event ids that
 *       there are already, room in queues, expected versions, and last whether data and payloads are JSON texts.
 *   <li>A commit that conflicts or fails does not harm those it was sent with.
 * </ul>
 *
 * <p>Safe for use by many threads. All methods block; reads throw {@link StoreUnavailableException} when the database does
 * not answer. An interrupt while waiting ends the wait with a {@link StoreUnavailableException} and leaves the thread
 * interrupted.
 */
public interface EventStore extends AutoCloseable {

    /**
     * Carries out the commits in this order, each on its own: one result each, in the same order. Not atomic over the
     * list; what must go together goes into one commit.
     *
     * @throws LimitExceededException if any of the commits is beyond the limits; then none was carried out
     * @throws InvalidEventException if any of the commits holds half a surrogate pair; then none was carried out
     */
    List<CommitResult> commit(List<Commit> commits);

    /** {@link #commit(List)} of one commit, whose failure is thrown. */
    default CommitResult commit(Commit commit) {
        CommitResult result = commit(List.of(commit)).getFirst();
        if (result instanceof CommitResult.Failed failed) {
            throw failed.error();
        }
        return result;
    }

    /** The events of a stream after a version, oldest first, at most {@code limit}; empty at the end or for no stream. */
    List<StoredEvent> readStream(StreamId stream, Version after, int limit);

    /**
     * {@link #readStream} of several streams from their beginnings, at most {@code limit} events of each. Streams without
     * events are left out.
     */
    default Map<StreamId, List<StoredEvent>> readStreams(Collection<StreamId> streams, int limit) {
        Map<StreamId, List<StoredEvent>> found = new HashMap<>();
        for (StreamId stream : streams) {
            List<StoredEvent> events = readStream(stream, Version.NONE, limit);
            if (!events.isEmpty()) {
                found.put(stream, events);
            }
        }
        return found;
    }

    /** The version of a stream; {@link Version#NONE} if it has no events. */
    Version version(StreamId stream);

    /** The events of all streams after a position, in order, at most {@code limit}; empty at the end. */
    List<StoredEvent> readAll(Position after, int limit);

    /**
     * The events of all streams after a position that the filter accepts, in order, at most {@code limit}. How much of the log
     * one call looks at is bounded, so that a page may be empty although the log goes on after it.
     */
    default EventPage readAll(Position after, int limit, EventFilter filter) {
        List<StoredEvent> events = readAll(after, limit);
        Position reached = events.isEmpty() ? after : events.getLast().position();
        return new EventPage(events.stream().filter(filter::accepts).toList(), reached);
    }

    /** The position of the last event; {@link Position#START} in an empty store. */
    Position head();

    /** The event of this id, if it is stored. */
    Optional<StoredEvent> find(UUID eventId);

    /** Every type and revision that any stored event has. */
    Set<EventType> eventTypes();

    /**
     * Waits until the store holds an event after the position.
     *
     * <p>Woken by this process at once, by others as fast as the engine tells; never later than the timeout. Returning
     * true means there is something to read.
     *
     * @throws StoreUnavailableException if the store is closed, also while this waits
     */
    boolean awaitBeyond(Position position, Duration timeout) throws InterruptedException;

    /** The read models and checkpoints kept beside the events, in the same database. */
    DocumentStore documents();

    /** How far subscriptions have followed the log, in the same database. */
    SubscriptionStore subscriptions();

    /** Queued commands and outcomes, in the same database. */
    CommandStore commands();

    /** Which node works on what. */
    LeaseStore leases();

    /** States that save replaying long streams. */
    SnapshotStore snapshots();

    /** What belongs to one correlation id. */
    TraceStore traces();

    /**
     * Has a read model change with every append that is made through this object, in the append's transaction: the serving
     * generation of its collection, whichever that is at the moment, if it was begun with the read model's fingerprint. Then
     * what has been answered as committed is in it.
     *
     * <p>Nothing is folded by this call. Where the generation is not at the end of the log, since it is new or others append
     * without the read model (such as processes of another version while they are replaced one by one), appends go on all the
     * same: the next one folds what is missing along with its own events if that is little and nobody else is folding it, and
     * else leaves it, and its own, to {@link InlineAttachment#catchUp()}.
     *
     * @throws dev.daybook.ConfigurationException if a read model of this collection is attached already
     */
    InlineAttachment attach(InlineReadModel model);

    /** The bounds of what this store accepts. */
    StoreLimits limits();

    /**
     * Stops accepting commits, carries out those that wait, and lets go of the database. What cannot be carried out in
     * time is answered with {@link StoreUnavailableException}. What {@link #commands()}, {@link #leases()}, {@link #snapshots()}
     * and {@link #traces()} gave is closed with it. Closing twice does nothing.
     */
    @Override
    void close();
}
