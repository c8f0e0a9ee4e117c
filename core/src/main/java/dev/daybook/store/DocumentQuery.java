package dev.daybook.store;

import java.util.List;
import java.util.Optional;

/**
 * One page of the documents of a collection for which all conditions hold.
 *
 * @param order a query whose order is by another field than its range sorts what it finds
 * @param after the place of the document before the page, if it is not the first
 * @param limit how many at most
 */
public record DocumentQuery(
        String collection, List<DocumentCondition> where, DocumentOrder order, Optional<Cursor> after, int limit) {

    public DocumentQuery {
        where = List.copyOf(where);
        if (limit < 1 || limit == Integer.MAX_VALUE) { // one more is read to see whether another page follows
            throw new IllegalArgumentException(
                    "The limit of a query is 1 to " + (Integer.MAX_VALUE - 1) + ", found " + limit);
        }
        boolean byField = order.field().isPresent();
        after.ifPresent(cursor -> {
            if (cursor.value().isPresent() != byField) {
                throw new IllegalArgumentException(
                        "The cursor is of a page in another order: pass the one of the page before, with the same query");
            }
        });
    }

    /** All documents of a collection, newest first. */
    public static DocumentQuery of(String collection, int limit) {
        return new DocumentQuery(collection, List.of(), DocumentOrder.newestFirst(), Optional.empty(), limit);
    }

    /** The same for documents of which these conditions hold. */
    public DocumentQuery where(DocumentCondition... conditions) {
        return new DocumentQuery(collection, List.of(conditions), order, after, limit);
    }

    public DocumentQuery orderedBy(DocumentOrder otherOrder) {
        return new DocumentQuery(collection, where, otherOrder, after, limit);
    }

    /** The page that begins after this place. */
    public DocumentQuery after(Cursor cursor) {
        return new DocumentQuery(collection, where, order, Optional.of(cursor), limit);
    }

    /**
     * The place of a document in the order of a query.
     *
     * @param value of the field that the query orders by; empty where it orders by creation
     */
    public record Cursor(Optional<FieldValue> value, Position created, String key) {
        public Cursor {
            FieldValue.of(key); // has no text that cannot be compared
        }

        /** In the order of creation. */
        public Cursor(Position created, String key) {
            this(Optional.empty(), created, key);
        }
    }
}
