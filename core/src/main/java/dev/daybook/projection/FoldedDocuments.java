package dev.daybook.projection;

import dev.daybook.event.EventCodec;
import dev.daybook.event.RecordedEvent;
import dev.daybook.store.Document;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The documents of a projection in memory, folded event by event, each written as JSON and read again in between: for tests of
 * projections. For one thread.
 *
 * @param <D> document
 * @param <E> events
 */
public final class FoldedDocuments<D, E> {

    private final DocumentProjection<D, E> projection;
    private final EventCodec codec;
    private final EventFolding<D, E> folding;
    private final Map<String, Map<String, Document>> stored = new HashMap<>();

    public FoldedDocuments(DocumentProjection<D, E> projection, EventCodec codec) {
        this.projection = projection;
        this.codec = codec;
        this.folding = new EventFolding<>(projection);
    }

    /** Folds an event in; gives the documents that it made or changed, by key, as the fold made them. */
    public Map<String, D> apply(RecordedEvent<E> recorded) {
        FoldState<D> state = new FoldState<>(projection, codec, this::load);
        Set<String> links = new HashSet<>();
        Set<String> keys = folding.foldInto(state, List.of(recorded), key -> true, links);
        Map<String, Document> documents = table(projection.name());
        Map<String, D> changed = new HashMap<>();
        for (String key : keys) {
            Current<D> current = state.document(key);
            D value = current.value();
            if (value == null) {
                documents.remove(key);
            } else {
                documents.put(key, current.toDocument(key, codec.write(value)));
                changed.put(key, value);
            }
        }
        for (String link : links) {
            Current<FoldState.Linked> current = state.link(link);
            String data = codec.write(Objects.requireNonNull(current.value()));
            table(projection.collection().links()).put(link, current.toDocument(link, data));
        }
        return changed;
    }

    /** All documents, read from their JSON. */
    public Map<String, D> documents() {
        Map<String, D> all = new HashMap<>();
        table(projection.name())
                .forEach((key, document) -> all.put(key, codec.read(document.data(), projection.documents())));
        return all;
    }

    private Map<String, Document> load(String collection, Set<String> keys) {
        Map<String, Document> found = new HashMap<>(table(collection));
        found.keySet().retainAll(keys);
        return found;
    }

    private Map<String, Document> table(String collection) {
        return stored.computeIfAbsent(collection, none -> new HashMap<>());
    }
}
