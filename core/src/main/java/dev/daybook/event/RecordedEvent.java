package dev.daybook.event;

import dev.daybook.store.Metadata;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.time.Instant;
import java.util.UUID;

/**
 * An event of the domain together with all that the store recorded about it.
 *
 * @param event the payload
 * @param stored what lies in the store
 */
public record RecordedEvent<E>(E event, StoredEvent stored) {

    public UUID id() {
        return stored.id();
    }

    public StreamId stream() {
        return stored.stream();
    }

    public Version version() {
        return stored.version();
    }

    public Position position() {
        return stored.position();
    }

    public Instant recordedAt() {
        return stored.recordedAt();
    }

    public Metadata metadata() {
        return stored.metadata();
    }
}
