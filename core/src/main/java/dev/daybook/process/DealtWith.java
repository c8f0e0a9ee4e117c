package dev.daybook.process;

import dev.daybook.store.EventFilter;
import dev.daybook.store.EventPage;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.StoredEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Up to which time a partition has dealt with what was recorded, so that timers keep their place among events. */
final class DealtWith {

    private static final int PAGE = 500;
    private static final int MOST_PAGES = 20;

    private final EventStore store;
    private final EventFilter filter;
    private final BiPredicate<StoredEvent, Integer> belongsTo;

    /** @param belongsTo whether an event is of a partition */
    DealtWith(EventStore store, EventFilter filter, BiPredicate<StoredEvent, Integer> belongsTo) {
        this.store = store;
        this.filter = filter;
        this.belongsTo = belongsTo;
    }

    /**
     * The time of the first event after the checkpoint that is still to be dealt with; now, if there is none. Empty while the
     * end of the log is too far away to be seen.
     */
    Optional<Instant> until(Progress at, Instant now) {
        Position head = store.head();
        Position from = at.to();
        for (int pages = 0; pages < MOST_PAGES && from.compareTo(head) < 0; pages++) {
            EventPage page = store.readAll(from, PAGE, filter);
            for (StoredEvent event : page.events()) {
                if (belongsTo.test(event, at.claim().partition())) {
                    return Optional.of(event.recordedAt().isBefore(now) ? event.recordedAt() : now);
                }
            }
            from = page.reached();
        }
        return from.compareTo(head) < 0 ? Optional.empty() : Optional.of(now);
    }
}
