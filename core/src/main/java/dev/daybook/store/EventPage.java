package dev.daybook.store;

import java.util.List;

/**
 * Some of the events that a filter accepts.
 *
 * @param events in order
 * @param reached up to where the log was looked at: every event up to here that the filter accepts is in this page or before
 *     it; never before the last of the events
 */
public record EventPage(List<StoredEvent> events, Position reached) {

    public EventPage {
        events = List.copyOf(events);
    }
}
