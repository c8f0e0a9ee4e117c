package dev.daybook.store;

import java.util.List;
import java.util.Set;

/**
 * Changes of documents.
 *
 * @param collection whose documents
 * @param generation of the collection
 * @param puts whole documents, made or replaced; each key at most once
 * @param deletes keys, none of which is put as well; a key without a document is no error
 */
public record DocumentChanges(String collection, int generation, List<Document> puts, Set<String> deletes) {

    public DocumentChanges {
        puts = List.copyOf(puts);
        deletes = Set.copyOf(deletes);
    }
}
