package dev.daybook.store;

import java.util.List;
import java.util.Set;

/**
 * What a read model makes of the events after {@code from} up to {@code to}.
 *
 * @param puts whole documents, made or replaced; each key at most once
 * @param deletes keys, none of which is put as well; a key without a document is no error
 */
public record DocumentBatch(String collection, Position from, Position to, List<Document> puts, Set<String> deletes) {

    public DocumentBatch {
        puts = List.copyOf(puts);
        deletes = Set.copyOf(deletes);
        if (to.compareTo(from) < 0) {
            throw new IllegalArgumentException(
                    "A batch of collection " + collection + " goes back from position " + from + " to " + to);
        }
    }
}
