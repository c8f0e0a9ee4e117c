package dev.daybook.projection;

import dev.daybook.store.DocumentCount;
import dev.daybook.store.Position;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The documents of a projection, for queries. What is read is as new as the projection's position, which follows the log, and
 * never older than what was read before, also while the documents are made anew. Safe for use by many threads; throws
 * {@link dev.daybook.store.StoreUnavailableException} when the database does not answer.
 */
public interface Documents<D> {

    /** The document of this key. */
    Optional<D> find(String key);

    /** The documents of these keys; keys without a document are left out. */
    Map<String, D> findAll(Collection<String> keys);

    /**
     * A page of the documents that the query asks for.
     *
     * @throws IllegalArgumentException if a field is not indexed or not of the value's kind
     * @throws InvalidCursorException if {@link DocumentsQuery#after} is not of the page before
     */
    Page<D> page(DocumentsQuery query);

    /**
     * How many documents the query's conditions hold for.
     *
     * @param atMost after so many, counting ends and is not exact; {@link Long#MAX_VALUE} counts them all, however long it takes
     */
    DocumentCount count(DocumentsQuery query, long atMost);

    /**
     * Up to which position the documents show everything, at least, but for what {@link #awaitPosition} does not wait for. Known without asking the database where this node alone follows the events and none is being tried again; also known
     * of documents that serve as they are while they are made anew.
     */
    Position position();

    /**
     * Waits until the documents show everything up to the position: true then, false after the timeout. With the position of
     * an accepted command, the next read sees its effect, unless the event could not be folded.
     *
     * <p>An event that failed, and with it those behind it of its key, is waited for until it has failed
     * {@value dev.daybook.subscription.FailurePolicy#AWAITED_ATTEMPTS} times, and not any longer: its document stays as it was until
     * an attempt succeeds, or a person retries or discards it. That there is such an event is told by
     * {@link dev.daybook.subscription.SubscriptionStatus#parked} of the projection's status, which is not 0 then.
     *
     * @throws dev.daybook.store.StoreUnavailableException if the context was closed before
     */
    boolean awaitPosition(Position position, Duration timeout) throws InterruptedException;

    /**
     * Some of the documents.
     *
     * @param next what to pass to {@link DocumentsQuery#after} for the page that follows; empty after the last
     */
    record Page<D>(List<D> documents, Optional<String> next) {
        public Page {
            documents = List.copyOf(documents);
        }
    }
}
