package dev.daybook.projection;

import dev.daybook.store.Document;
import java.util.Map;
import java.util.Set;

/** Where a fold finds documents as the events before have left them. */
@FunctionalInterface
interface DocumentSource {

    /** The documents of these keys in a collection; keys without a document are left out. */
    Map<String, Document> load(String collection, Set<String> keys);

    /** No documents: a fold from the beginning. */
    static DocumentSource none() {
        return (collection, keys) -> Map.of();
    }
}
