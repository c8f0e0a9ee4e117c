package dev.daybook.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How far subscriptions have followed the log, and the events that they have kept aside; in one database with the read
 * models that they make. The first event kept aside of a key is never {@link ParkedEvent.State#WAITING}: when the one before it
 * is gone, it is to be tried at once. Safe for use by many threads; throws {@link StoreUnavailableException} when the database
 * does not answer.
 */
public interface SubscriptionStore {

    /**
     * What is known of a subscription.
     *
     * @param checkpoints of its partitions, in order
     * @param paused whether nothing is to be dealt with until it is resumed
     * @param revision grows with everything that people do to it
     */
    record Known(String name, List<Position> checkpoints, boolean paused, long revision) {
        public Known {
            checkpoints = List.copyOf(checkpoints);
        }

        public int partitions() {
            return checkpoints.size();
        }

        /** Up to where all of its partitions have come. */
        public Position position() {
            return checkpoints.stream().min(Position::compareTo).orElse(Position.START);
        }
    }

    /** Makes the checkpoints of a subscription that is not known; one that is stays as it is. What is known afterwards. */
    Known begin(String subscription, int partitions, Position start);

    /** A subscription, if it is known. */
    Optional<Known> find(String subscription);

    /** All subscriptions that are known, by name. */
    List<Known> all();

    /** Takes a checkpoint over: its position; empty if there is none, or it has been claimed under a later epoch. */
    Optional<Position> claim(Claim claim);

    /**
     * Moves the checkpoint and keeps events aside, or does nothing at all.
     *
     * @return false if the checkpoint was elsewhere or is claimed by another, or one of the events to be freed is not kept
     *     aside any more: read them again
     */
    boolean move(Progress progress);

    /** {@link #move(Progress)} of several checkpoints over events that concern nobody; those that do not fit stay. */
    void pass(List<Progress> progresses);

    /** Sets all checkpoints of a subscription and forgets what it kept aside. False if it is not known. */
    boolean reset(String subscription, Position to, Intervention intervention);

    /** Pauses or resumes without a person's doing. False if the subscription is not known. */
    boolean pause(String subscription, boolean paused);

    /** Pauses or resumes. False if the subscription is not known. */
    boolean pause(String subscription, boolean paused, Intervention intervention);

    /** Forgets a subscription, its checkpoints and what it kept aside. */
    void forget(String subscription);

    /** Events kept aside, by key and position, those after the given one first; at most {@code limit}. */
    List<ParkedEvent> parked(String subscription, Optional<ParkedEvent> after, int limit);

    /** How many events are kept aside, those passed over not counted. */
    long parkedCount(String subscription);

    /** Keys of a partition that hold up later events. */
    Set<String> blockedKeys(String subscription, int partition);

    /**
     * The first events of their keys that are tried again by themselves, the next first, at most {@code limit}; also those whose
     * time has not come.
     */
    List<ParkedEvent> due(String subscription, int partition, int limit);

    /** The first event in any partition that is tried again by itself, of those that were tried less often than that. */
    Optional<Position> firstRetrying(String subscription, int attempts);

    /** The position, or the one before {@link #firstRetrying} if that is earlier. */
    default Position beforeRetrying(String subscription, int attempts, Position reached) {
        return firstRetrying(subscription, attempts)
                .map(first -> Position.of(first.value() - 1))
                .filter(before -> before.compareTo(reached) < 0)
                .orElse(reached);
    }

    /** The events kept aside for a key that hold it up, in order, at most {@code limit}. */
    List<ParkedEvent> ofKey(String subscription, String key, int limit);

    /** Has the first event of a key tried again at once. False if the key does not hold anything up. */
    boolean retry(String subscription, String key, Intervention intervention);

    /**
     * Has events that wait for a person tried again at once: the first after the position, at most {@code limit}, in order. Call
     * it again with the last of them until there are none.
     */
    List<Position> retryParked(String subscription, Position after, int limit, Intervention intervention);

    /** Forgets an event that was kept aside; later ones of its key are tried next. False if it was not kept aside. */
    boolean discard(String subscription, String key, Position position, Intervention intervention);

    /**
     * Forgets the records of events that were passed over, but for the last ones of the claim's partition: at most {@code limit}
     * of them, so call it again while it forgets as many. How many it forgot, none if the partition is claimed under a later
     * epoch.
     *
     * @param kept how many are left
     */
    int forgetSkipped(Claim claim, int kept, int limit);

    /** What people did to a subscription, the last first, at most {@code limit}. */
    List<SubscriptionIntervention> interventions(String subscription, int limit);

    /** Grows with everything that people do to subscriptions and generations; quick. */
    long revision();
}
