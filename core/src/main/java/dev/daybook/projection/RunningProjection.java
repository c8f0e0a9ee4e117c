package dev.daybook.projection;

import dev.daybook.event.EventCatalog;
import dev.daybook.event.EventCodec;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.subscription.Backoff;
import dev.daybook.subscription.Subscription;
import dev.daybook.subscription.SubscriptionStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A projection that follows the log of a store, and its documents. Safe for use by many threads. */
public final class RunningProjection<D, E> implements Documents<D>, AutoCloseable {

    private final DocumentProjection<D, E> projection;
    private final EventStore store;
    private final EventCodec codec;
    private final Subscription subscription;

    private RunningProjection(
            DocumentProjection<D, E> projection, EventStore store, EventCodec codec, Subscription subscription) {
        this.projection = projection;
        this.store = store;
        this.codec = codec;
        this.subscription = subscription;
    }

    /** How a projection runs. */
    public record Setup(
            EventStore store, EventCatalog catalog, EventCodec codec, Backoff backoff, InstantSource clock) {}

    /** Makes the collection where it is missing and goes on from its checkpoint. */
    public static <D, E> RunningProjection<D, E> start(DocumentProjection<D, E> projection, Setup setup) {
        EventStore store = setup.store();
        store.documents().prepare(projection.collection());
        FoldedDocuments<D, E> handler =
                new FoldedDocuments<>(projection, store.documents(), setup.catalog(), setup.codec());
        Subscription subscription =
                Subscription.start(projection.name(), store, handler, setup.backoff(), setup.clock());
        return new RunningProjection<>(projection, store, setup.codec(), subscription);
    }

    public SubscriptionStatus status() {
        return subscription.status();
    }

    @Override
    public Optional<D> find(String key) {
        Document document =
                store.documents().load(projection.name(), Set.of(key)).get(key);
        return Optional.ofNullable(document).map(this::decode);
    }

    @Override
    public Page<D> page(Query query) {
        List<Document> documents = store.documents()
                .query(new DocumentQuery(
                        projection.name(),
                        query.equal(),
                        query.after().map(DocumentQuery.Cursor::parse),
                        Math.addExact(query.limit(), 1)));
        boolean more = documents.size() > query.limit();
        List<Document> page = more ? documents.subList(0, query.limit()) : documents;
        Optional<String> next = more ? Optional.of(page.getLast().cursor().toString()) : Optional.empty();
        return new Page<>(page.stream().map(this::decode).toList(), next);
    }

    @Override
    public boolean awaitPosition(Position position, Duration timeout) throws InterruptedException {
        return subscription.awaitPosition(position, timeout);
    }

    /** Stops following; the documents can still be read. */
    @Override
    public void close() {
        subscription.close();
    }

    private D decode(Document document) {
        return codec.read(document.data(), projection.documents());
    }
}
