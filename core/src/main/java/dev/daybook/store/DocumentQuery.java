package dev.daybook.store;

import java.util.Map;
import java.util.Optional;

/**
 * One page of a collection, newest first.
 *
 * @param equal indexed fields and the text that their value must be equal to
 * @param after the document before the page, if it is not the first
 * @param limit how many at most
 */
public record DocumentQuery(String collection, Map<String, String> equal, Optional<Cursor> after, int limit) {

    public DocumentQuery {
        equal = Map.copyOf(equal);
        equal.values().forEach(DocumentQuery::requireComparable);
        after.ifPresent(cursor -> requireComparable(cursor.key()));
        if (limit < 1) {
            throw new IllegalArgumentException("The limit of a query must be positive, found " + limit);
        }
    }

    private static void requireComparable(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("'" + Text.excerpt(text)
                    + "' holds U+0000, which no stored text does: refuse it where it comes in");
        }
    }

    /** The place of a document in the order of a collection. Its text form can be handed to clients as it is. */
    public record Cursor(Position created, String key) {

        /** Reads what {@link #toString()} wrote. */
        public static Cursor parse(String text) {
            int colon = text.indexOf(':');
            try {
                return new Cursor(Position.of(Long.parseLong(text.substring(0, colon))), text.substring(colon + 1));
            } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "'" + Text.excerpt(text) + "' is no cursor: pass the one of the page before unchanged", e);
            }
        }

        @Override
        public String toString() {
            return created + ":" + key;
        }
    }
}
