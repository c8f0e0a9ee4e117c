package dev.daybook.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.event.EventCodec;
import dev.daybook.event.JsonCodec;
import dev.daybook.event.RecordedEvent;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.FoldedDocuments;
import dev.daybook.store.Metadata;
import dev.daybook.store.StreamId;
import java.time.Instant;
import java.util.Map;

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

    private final GivenEvents events;
    private final FoldedDocuments<D, E> folded;

    private GivenThen(DocumentProjection<D, E> projection, EventCodec codec) {
        this.events = new GivenEvents(codec);
        this.folded = new FoldedDocuments<>(projection, codec);
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
        events.at(recordedAt);
        return this;
    }

    /** Events given from here on carry this metadata; before, none. */
    public GivenThen<D, E> with(Metadata ofEvents) {
        events.with(ofEvents);
        return this;
    }

    /** These events were appended to the stream, after all that were given before. */
    @SafeVarargs
    public final GivenThen<D, E> given(StreamId stream, E... appended) {
        for (E event : appended) {
            apply(events.record(stream, event));
        }
        return this;
    }

    /** The document of this key is equal to this one. */
    public GivenThen<D, E> thenDocument(String key, D expected) {
        assertThat(folded.documents().get(key))
                .as("%s: document '%s'", events, key)
                .isEqualTo(expected);
        return this;
    }

    /** There is no document of this key. */
    public GivenThen<D, E> thenNoDocument(String key) {
        assertThat(folded.documents().get(key))
                .as("%s: document '%s'", events, key)
                .isNull();
        return this;
    }

    /** These are all documents, by key. */
    public GivenThen<D, E> thenDocuments(Map<String, D> expected) {
        assertThat(folded.documents()).as("%s: all documents", events).isEqualTo(expected);
        return this;
    }

    private void apply(RecordedEvent<E> recorded) {
        Map<String, D> changed = folded.apply(recorded);
        Map<String, D> all = folded.documents();
        changed.forEach((key, document) -> assertThat(all.get(key))
                .as("%s: document '%s' after it was written as JSON and read again", events, key)
                .isEqualTo(document));
    }
}
