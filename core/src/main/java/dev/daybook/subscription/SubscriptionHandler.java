package dev.daybook.subscription;

import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import java.util.List;

/** What a subscription does with events, and where it keeps its checkpoint. Called by one thread at a time. */
public interface SubscriptionHandler {

    /** Up to where the log has been dealt with. */
    Position checkpoint();

    /**
     * Deals with the events that follow a checkpoint and moves it behind the last of them, in one transaction. Whoever cannot
     * deal with one of them moves the checkpoint before it and throws; that event and those after it come again.
     *
     * @return false if the checkpoint was not at {@code from} any more; nothing was done, and it is read again
     */
    boolean handle(Position from, List<StoredEvent> events);
}
