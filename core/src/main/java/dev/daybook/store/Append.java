package dev.daybook.store;

import java.util.List;

/**
 * Events to be added, in this order, to the end of one stream, if it is at the expected version. Without events it only makes
 * sure of the version.
 */
public record Append(StreamId stream, ExpectedVersion expected, List<SerializedEvent> events) {

    public Append {
        events = List.copyOf(events);
    }
}
