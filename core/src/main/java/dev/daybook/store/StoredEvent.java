package dev.daybook.store;

import java.time.Instant;
import java.util.UUID;

/**
 * An event read back.
 *
 * @param recordedAt when it was committed, by the store's clock, in microseconds; never before that of an earlier position
 * @param event exactly what was appended
 */
public record StoredEvent(
        StreamId stream, Version version, Position position, Instant recordedAt, SerializedEvent event) {

    public UUID id() {
        return event.id();
    }

    public EventType type() {
        return event.type();
    }

    public String data() {
        return event.data();
    }

    public Metadata metadata() {
        return event.metadata();
    }
}
