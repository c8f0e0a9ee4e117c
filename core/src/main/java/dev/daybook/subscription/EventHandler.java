package dev.daybook.subscription;

import dev.daybook.store.Claim;
import dev.daybook.store.Progress;
import dev.daybook.store.StoredEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a subscription does with events. Called by one thread at a time for each partition, by several for several.
 */
public interface EventHandler {

    /**
     * The key that the event belongs to. Events of one key are dealt with in order, one after another. Pure: the same event
     * gives the same key for ever.
     */
    default String keyOf(StoredEvent event) {
        return event.stream().toString();
    }

    /**
     * Deals with events in order and stores the progress, all in one transaction; nothing has happened when it throws. A
     * {@link dev.daybook.store.StoreUnavailableException} is tried again as it is. After any other error the events come again
     * in halves, down to one by one, and the one that fails is dealt with as the subscription's {@link FailurePolicy} says.
     *
     * @param events of one partition, those kept aside left out; may be empty
     * @return false if the checkpoint was not where the progress begins, or is claimed by another; nothing was done
     */
    boolean handle(Progress progress, List<StoredEvent> events);

    /**
     * Told before anything else when a partition is taken over, and again when people have asked for something, as when the
     * subscription is resumed; quick.
     */
    default void begin(Claim claim) {}

    /**
     * What fails without holding up events, such as timers, in any partition; asked for together with the status, may read the
     * database.
     */
    default Optional<Trouble> trouble() {
        return Optional.empty();
    }

    /**
     * Why a subscription is not well though it gets on.
     *
     * @param rests whether it is not tried again before a person resumes the subscription
     * @param error what fails, and what to do
     */
    record Trouble(boolean rests, String error) {}

    /**
     * Does what is due by the clock, such as timers. Called when the time comes that it asked for, after each
     * {@link #handle}, and when a partition is taken over, by the thread that deals with the partition. Errors are tried again
     * with growing pauses; they hold up no events.
     *
     * @param at the partition's claim and where its checkpoint is; a step made here begins and ends there
     * @return when to be called next, if not for another event; empty for not at all. A time that has come means at once.
     */
    default Optional<Instant> onTime(Progress at) {
        return Optional.empty();
    }
}
