package dev.daybook.store;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Read models of JSON documents and the checkpoints of those who write them, changed together in one transaction.
 *
 * <p>Safe for use by many threads. Every method throws {@link StoreUnavailableException} when the database does not
 * answer.
 */
public interface DocumentStore {

    /** Makes the collection and its indexes where they are missing; anything else about it is left as it is. */
    void prepare(DocumentCollection collection);

    /** Up to where the collection has followed the log; {@link Position#START} if never. */
    Position checkpoint(String collection);

    /**
     * Carries out all changes of the batch and moves the checkpoint, or does nothing at all.
     *
     * @return false if the checkpoint was not at {@link DocumentBatch#from()}: somebody else has moved it, or an earlier
     *     call with an unknown outcome did; read it again and go on from there
     */
    boolean write(DocumentBatch batch);

    /** The documents of these keys; keys without a document are left out. */
    Map<String, Document> load(String collection, Set<String> keys);

    /** One page of documents, newest first, that is, those last created come first. */
    List<Document> query(DocumentQuery query);
}
