package dev.daybook.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Read models of JSON documents, changed together with the progress of those who make them. A collection has generations,
 * each with documents of its own; queries read the one that is serving.
 *
 * <p>Safe for use by many threads. Every method throws {@link StoreUnavailableException} when the database does not
 * answer, and {@link IllegalArgumentException} for a collection that was not prepared here.
 */
public interface DocumentStore {

    /**
     * Makes the indexes of a generation where they are missing; anything else about it is left as it is. The first generation
     * of a collection is begun by this if it is not there.
     *
     * @throws IllegalArgumentException if there is no such generation
     */
    void prepare(DocumentCollection collection, int generation);

    /** The documents of these keys in a generation; keys without a document are left out. */
    Map<String, Document> load(String collection, int generation, Set<String> keys);

    /** The documents of a generation by key, those after the given key first; at most {@code limit}. */
    List<Document> scan(String collection, int generation, Optional<String> after, int limit);

    /**
     * Moves the checkpoint and carries out all changes, or does nothing at all.
     *
     * @return false if the checkpoint was elsewhere or is claimed by another: read it again
     * @throws InvalidEventException if a document is no JSON text
     */
    boolean write(Progress progress, List<DocumentChanges> changes);

    /** The documents of these keys in the serving generation; keys without a document are left out. */
    Map<String, Document> find(String collection, Set<String> keys);

    /** One page of documents of the serving generation. */
    DocumentPage query(DocumentQuery query);

    /**
     * How many documents of the serving generation the conditions of a query hold for; its order and page do not matter.
     *
     * @param atMost after so many, counting ends; {@link Long#MAX_VALUE} counts them all
     */
    DocumentCount count(DocumentQuery query, long atMost);

    /** The generations of the collections. */
    Generations generations();

    /** How far those who write documents have got, in the same database. */
    SubscriptionStore subscriptions();
}
