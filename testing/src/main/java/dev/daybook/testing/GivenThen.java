package dev.daybook.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.event.EventCodec;
import dev.daybook.event.JsonCodec;
import dev.daybook.event.RecordedEvent;
import dev.daybook.projection.DocumentProjection;
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

/**
 * Tests a {@link DocumentProjection} without a store: given these events, then these are the documents. Positions and versions
 * are counted as a store does; each document is written as JSON and read again after every event, as it is between pages.
 *
 * <pre>{@code
 * GivenThen.of(OrderList.projection())
 *     .given(StreamId.of("order", "42"), new OrderPlaced("42", "anna"), new OrderPaid("42"))
 *     .thenDocument("42", new OrderSummary("42", "anna", "paid"));
 * }</pre>
 *
 * <p>For one thread. What does not hold is thrown as an {@link AssertionError} that tells the events so far, what was
 * expected and what was found.
 *
 * @param <D> documents
 * @param <E> events
 */
public final class GivenThen<D, E> {

    private static final EventType TYPE = new EventType("given", 1);

    private final DocumentProjection<D, E> projection;
    private final EventCodec codec;
    private final List<RecordedEvent<E>> past = new ArrayList<>();
    private final Map<StreamId, Version> versions = new HashMap<>();
    private final Map<String, D> documents = new HashMap<>();
    private Instant time = Instant.parse("2026-01-01T12:00:00Z");
    private Metadata metadata = Metadata.none();

    private GivenThen(DocumentProjection<D, E> projection, EventCodec codec) {
        this.projection = projection;
        this.codec = codec;
    }

    /** Begins without events, with {@link JsonCodec#standard()}. */
    public static <D, E> GivenThen<D, E> of(DocumentProjection<D, E> projection) {
        return of(projection, JsonCodec.standard());
    }

    /** Begins without events, with the codec that the documents are kept with. */
    public static <D, E> GivenThen<D, E> of(DocumentProjection<D, E> projection, EventCodec codec) {
        return new GivenThen<>(projection, codec);
    }

    /** Events given from here on were recorded at this time; before, it is noon on 2026-01-01 UTC. */
    public GivenThen<D, E> at(Instant recordedAt) {
        time = recordedAt;
        return this;
    }

    /** Events given from here on carry this metadata; before, none. */
    public GivenThen<D, E> with(Metadata ofEvents) {
        metadata = ofEvents;
        return this;
    }

    /** These events were appended to the stream, after all that were given before. */
    @SafeVarargs
    public final GivenThen<D, E> given(StreamId stream, E... events) {
        for (E event : events) {
            apply(recorded(stream, event));
        }
        return this;
    }

    /** The document of this key is equal to this one. */
    public GivenThen<D, E> thenDocument(String key, D expected) {
        assertThat(documents.get(key)).as("%s: document '%s'", story(), key).isEqualTo(expected);
        return this;
    }

    /** There is no document of this key. */
    public GivenThen<D, E> thenNoDocument(String key) {
        assertThat(documents.get(key)).as("%s: document '%s'", story(), key).isNull();
        return this;
    }

    /** These are all documents, by key. */
    public GivenThen<D, E> thenDocuments(Map<String, D> expected) {
        assertThat(documents).as("%s: all documents", story()).isEqualTo(expected);
        return this;
    }

    private RecordedEvent<E> recorded(StreamId stream, E event) {
        Version version = versions.getOrDefault(stream, Version.NONE).plus(1);
        versions.put(stream, version);
        Position position = Position.of(past.size() + 1L);
        SerializedEvent serialized =
                new SerializedEvent(new UUID(0, position.value()), TYPE, codec.write(event), metadata);
        return new RecordedEvent<>(event, new StoredEvent(stream, version, position, time, serialized));
    }

    private void apply(RecordedEvent<E> recorded) {
        past.add(recorded);
        String key = projection.keyOf(recorded);
        D after = projection.fold().apply(documents.get(key), recorded);
        if (after == null) {
            documents.remove(key);
        } else {
            documents.put(key, readBack(key, after));
        }
    }

    private D readBack(String key, D document) {
        D readBack = codec.read(codec.write(document), projection.documents());
        assertThat(readBack)
                .as("%s: document '%s' after it was written as JSON and read again", story(), key)
                .isEqualTo(document);
        return readBack;
    }

    private String story() {
        return "given " + past.stream().map(RecordedEvent::event).toList();
    }
}
