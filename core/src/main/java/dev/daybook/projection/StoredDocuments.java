package dev.daybook.projection;

import dev.daybook.event.EventCodec;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentCount;
import dev.daybook.store.DocumentPage;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.DocumentStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the serving generation. Safe for use by many threads. */
final class StoredDocuments<D> {

    private final DocumentProjection<D, ?> projection;
    private final DocumentStore store;
    private final EventCodec codec;

    StoredDocuments(DocumentProjection<D, ?> projection, DocumentStore store, EventCodec codec) {
        this.projection = projection;
        this.store = store;
        this.codec = codec;
    }

    Optional<D> find(String key) {
        return Optional.ofNullable(store.find(projection.name(), Set.of(key)).get(key))
                .map(this::decode);
    }

    Map<String, D> findAll(Collection<String> keys) {
        Map<String, D> found = new HashMap<>();
        store.find(projection.name(), Set.copyOf(keys)).forEach((key, document) -> found.put(key, decode(document)));
        return found;
    }

    Documents.Page<D> page(DocumentsQuery query) {
        DocumentQuery stored = query.toStored(projection.name());
        DocumentPage page = store.query(stored);
        return new Documents.Page<>(
                page.documents().stream().map(this::decode).toList(),
                page.next().map(cursor -> CursorText.write(cursor, stored)));
    }

    DocumentCount count(DocumentsQuery query, long atMost) {
        return store.count(query.after(Optional.empty()).toStored(projection.name()), atMost);
    }

    private D decode(Document document) {
        return codec.read(document.data(), projection.documents());
    }
}
