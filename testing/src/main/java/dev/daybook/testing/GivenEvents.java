package dev.daybook.testing;

import dev.daybook.event.EventCodec;
import dev.daybook.event.RecordedEvent;
import dev.daybook.store.EventType;
import dev.daybook.store.Metadata;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Events given to a test, recorded as a store would. For one thread. */
final class GivenEvents {

    private static final EventType TYPE = new EventType("given", 1);

    private final EventCodec codec;
    private final List<Object> past = new ArrayList<>();
    private final Map<StreamId, Version> versions = new HashMap<>();
    private Instant time = Instant.parse("2026-01-01T12:00:00Z");
    private Metadata metadata = Metadata.none();

    GivenEvents(EventCodec codec) {
        this.codec = codec;
    }

    Instant time() {
        return time;
    }

    void at(Instant recordedAt) {
        time = recordedAt;
    }

    void with(Metadata ofEvents) {
        metadata = ofEvents;
    }

    /** The event as it is recorded after all others. */
    <E> RecordedEvent<E> record(StreamId stream, E event) {
        past.add(event);
        Version version = versions.merge(stream, Version.NONE.plus(1), (before, one) -> before.plus(1));
        Position position = Position.of(past.size());
        SerializedEvent serialized =
                new SerializedEvent(new UUID(0, position.value()), TYPE, codec.write(event), metadata);
        return new RecordedEvent<>(event, new StoredEvent(stream, version, position, time, serialized));
    }

    @Override
    public String toString() {
        return "given " + (past.isEmpty() ? "nothing" : past);
    }
}
