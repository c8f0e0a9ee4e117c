package dev.daybook.projection;

import dev.daybook.event.EventCodec;
import dev.daybook.event.UnreadableEventException;
import dev.daybook.store.Document;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The documents and links that a fold knows, decoded, between one page of events and the next. It is right as long as
 * nobody else changes them; whoever cannot be sure of that, as after a failure, forgets it. For one thread.
 */
final class FoldState<D> {

    /** Links of one value, as they are stored. */
    record Linked(List<String> keys) {
        Linked {
            keys = List.copyOf(keys);
        }
    }

    private final DocumentProjection<D, ?> projection;
    private final EventCodec codec;
    private final DocumentSource source;
    private final Map<String, Current<D>> documents = new HashMap<>();
    private final Map<String, Current<Linked>> links = new HashMap<>();

    FoldState(DocumentProjection<D, ?> projection, EventCodec codec, DocumentSource source) {
        this.projection = projection;
        this.codec = codec;
        this.source = source;
    }

    /** Makes these documents known, all at once. */
    void loadDocuments(Collection<String> keys) {
        load(projection.name(), projection.documents(), keys, documents);
    }

    /** Makes these links known, all at once. */
    void loadLinks(Collection<String> values) {
        load(projection.collection().links(), Linked.class, values, links);
    }

    private <T> void load(String collection, Class<T> type, Collection<String> keys, Map<String, Current<T>> known) {
        Set<String> missing = new HashSet<>(keys);
        missing.removeAll(known.keySet());
        if (missing.isEmpty()) {
            return;
        }
        Map<String, Document> found = source.load(collection, missing);
        for (String key : missing) {
            Document document = found.get(key);
            known.put(key, document == null ? Current.none() : Current.of(read(collection, document, type), document));
        }
    }

    private <T> T read(String collection, Document document, Class<T> type) {
        try {
            return codec.read(document.data(), type);
        } catch (RuntimeException e) {
            throw new UnreadableEventException(
                    "document " + document.key() + " of collection " + collection + ", last changed at position "
                            + document.updated() + ", cannot be read: " + e.getMessage(),
                    e);
        }
    }

    /** The document of a key that was loaded before. */
    Current<D> document(String key) {
        return documents.computeIfAbsent(key, none -> Current.none());
    }

    /** The links of a value that was loaded before. */
    Current<Linked> link(String value) {
        return links.computeIfAbsent(value, none -> Current.none());
    }

    /** The keys that these values, loaded before, are linked to. */
    Set<String> linkedTo(Collection<String> values) {
        Set<String> keys = new LinkedHashSet<>();
        for (String value : values) {
            Linked linked = link(value).value();
            if (linked != null) {
                keys.addAll(linked.keys());
            }
        }
        return keys;
    }

    Map<String, Current<D>> documents() {
        return documents;
    }

    /** Forgets everything once there is more of it than these many documents or characters of JSON. */
    void forgetBeyond(int mostDocuments, long mostCharacters) {
        if (documents.size() > mostDocuments || links.size() > mostDocuments || characters() > mostCharacters) {
            forget();
        }
    }

    private long characters() {
        long characters = 0;
        for (Current<D> current : documents.values()) {
            characters += current.size();
        }
        return characters;
    }

    void forget() {
        documents.clear();
        links.clear();
    }
}
