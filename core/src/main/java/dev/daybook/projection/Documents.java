package dev.daybook.projection;

import dev.daybook.store.Position;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The documents of a projection, for queries. What is read is as new as the projection's position, which follows the log.
 * Safe for use by many threads; throws {@link dev.daybook.store.StoreUnavailableException} when the database does not answer.
 */
public interface Documents<D> {

    /** The document of this key. */
    Optional<D> find(String key);

    /** A page of the documents whose indexed fields have these values, newest first. */
    Page<D> page(Query query);

    /**
     * Waits until the documents show everything up to the position: true then, false after the timeout. With the position of
     * an accepted command, the next read sees its effect.
     *
     * @throws dev.daybook.store.StoreUnavailableException if the context was closed before
     */
    boolean awaitPosition(Position position, Duration timeout) throws InterruptedException;

    /**
     * Which documents.
     *
     * @param equal indexed fields and the text that each must be equal to
     * @param after {@link Page#next()} of the page before, if it is not the first
     * @param limit how many at most
     */
    record Query(Map<String, String> equal, Optional<String> after, int limit) {
        public Query {
            equal = Map.copyOf(equal);
            if (limit < 1 || limit == Integer.MAX_VALUE) { // one more is read to see whether another page follows
                throw new IllegalArgumentException(
                        "The limit of a query is 1 to " + (Integer.MAX_VALUE - 1) + ", found " + limit);
            }
        }
    }

    /**
     * Some of the documents.
     *
     * @param next what to pass as {@link Query#after()} for the page that follows; empty after the last
     */
    record Page<D>(List<D> documents, Optional<String> next) {
        public Page {
            documents = List.copyOf(documents);
        }
    }
}
