package dev.daybook.subscription;

import dev.daybook.store.Intervention;
import dev.daybook.store.ParkedEvent;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.SubscriptionIntervention;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the people who run a context can see of its subscriptions, and do about them. What is done is done on all nodes: here at
 * once, elsewhere within about a second. Safe for use by many threads; names that are not those of a subscription of this
 * context are refused with an {@link IllegalArgumentException}.
 */
public interface SubscriptionOperations {

    /** How each subscription does, by name. */
    List<SubscriptionStatus> list();

    /** How one subscription does. */
    SubscriptionStatus show(String subscription);

    /** Has a subscription deal with nothing until it is resumed, also after a restart. Who did it and why is kept. */
    void pause(String subscription, Intervention intervention);

    /** Has a subscription go on that was paused, or that has stopped at an event. Who did it and why is kept. */
    void resume(String subscription, Intervention intervention);

    /** What people did to a subscription, the last first, at most {@code limit}. */
    List<SubscriptionIntervention> interventions(String subscription, int limit);

    /** The position after which the first event was recorded at the time or later; the end of the log if none was. */
    Position positionAt(Instant time);

    /**
     * Has a subscription deal again with everything after a position, or leave out everything before it. What it kept aside is
     * forgotten. Who did it and why is kept.
     *
     * @param knowingly whether to do so even if it does harm, as where side effects happen again
     * @throws IllegalArgumentException if it does harm and that was not said to be known, or if the log ends before the position
     */
    void reset(String subscription, Position to, boolean knowingly, Intervention intervention);

    /** Events kept aside, by key and position, those after the given one first; at most {@code limit}. */
    List<ParkedEvent> parked(String subscription, Optional<ParkedEvent> after, int limit);

    /** The events kept aside for a key that hold it up, in order, at most {@code limit}. */
    List<ParkedEvent> parkedOf(String subscription, String key, int limit);

    /** The event that was kept aside, as it is in the log. */
    Optional<StoredEvent> event(ParkedEvent parked);

    /** Has the first event of a key tried again, with those behind it. False if the key does not hold anything up. */
    boolean retry(String subscription, String key, Intervention intervention);

    /**
     * Has all events that wait for a person tried again, each with those behind it; some hundreds at one time, each time with a
     * record of who did it and why. How many keys they hold up.
     */
    long retryAll(String subscription, Intervention intervention);

    /** Gives an event up that was kept aside: it is never dealt with, and later ones of its key go on. False if it was not. */
    boolean discard(String subscription, String key, Position position, Intervention intervention);
}
