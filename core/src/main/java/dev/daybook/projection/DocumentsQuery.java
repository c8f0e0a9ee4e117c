package dev.daybook.projection;

import dev.daybook.store.DocumentCondition;
import dev.daybook.store.DocumentCondition.Equal;
import dev.daybook.store.DocumentCondition.In;
import dev.daybook.store.DocumentCondition.Range;
import dev.daybook.store.DocumentOrder;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.FieldValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which documents, in which order. Fields are those that the projection declares as indexed. Immutable; every method gives
 * another query.
 *
 * <pre>{@code
 * DocumentsQuery.all().equal("status", "PAID").from("total", 100).descendingBy("total").limit(20)
 * }</pre>
 *
 * @param where all of them hold
 * @param order of the documents; by another field than that of a range or {@code in}, what is found is sorted
 * @param after {@link Documents.Page#next()} of the page before, if it is not the first
 * @param limit how many at most
 */
public record DocumentsQuery(List<DocumentCondition> where, DocumentOrder order, Optional<String> after, int limit) {

    private static final int DEFAULT_LIMIT = 50;

    private static final DocumentsQuery ALL =
            new DocumentsQuery(List.of(), DocumentOrder.newestFirst(), Optional.empty(), DEFAULT_LIMIT);

    public DocumentsQuery {
        where = List.copyOf(where);
        if (limit < 1 || limit == Integer.MAX_VALUE) { // one more is read to see whether another page follows
            throw new IllegalArgumentException(
                    "The limit of a query is 1 to " + (Integer.MAX_VALUE - 1) + ", found " + limit);
        }
    }

    /** All documents, newest first, {@value #DEFAULT_LIMIT} a page. */
    public static DocumentsQuery all() {
        return ALL;
    }

    /** Those whose text field has this value. */
    public DocumentsQuery equal(String field, String text) {
        return and(new Equal(field, FieldValue.of(text)));
    }

    /** Those whose number field has this value. */
    public DocumentsQuery equal(String field, long number) {
        return and(new Equal(field, FieldValue.of(number)));
    }

    /** Those whose number field has this value. */
    public DocumentsQuery equal(String field, BigDecimal number) {
        return and(new Equal(field, FieldValue.of(number)));
    }

    /** Those whose text field has one of these values. */
    public DocumentsQuery in(String field, String... texts) {
        return and(new In(field, Arrays.stream(texts).map(FieldValue::of).toList()));
    }

    /** Those whose number field has one of these values. */
    public DocumentsQuery in(String field, long... numbers) {
        return and(new In(field, Arrays.stream(numbers).mapToObj(FieldValue::of).toList()));
    }

    /** Those whose text field is this or comes after it. */
    public DocumentsQuery from(String field, String text) {
        return and(new Range(field, Optional.of(FieldValue.of(text)), Optional.empty()));
    }

    /** Those whose number field is this or greater. */
    public DocumentsQuery from(String field, long number) {
        return and(new Range(field, Optional.of(FieldValue.of(number)), Optional.empty()));
    }

    /** Those whose number field is this or greater. */
    public DocumentsQuery from(String field, BigDecimal number) {
        return and(new Range(field, Optional.of(FieldValue.of(number)), Optional.empty()));
    }

    /** Those whose text field comes before this. */
    public DocumentsQuery below(String field, String text) {
        return and(new Range(field, Optional.empty(), Optional.of(FieldValue.of(text))));
    }

    /** Those whose number field is less than this. */
    public DocumentsQuery below(String field, long number) {
        return and(new Range(field, Optional.empty(), Optional.of(FieldValue.of(number))));
    }

    /** Those whose number field is less than this. */
    public DocumentsQuery below(String field, BigDecimal number) {
        return and(new Range(field, Optional.empty(), Optional.of(FieldValue.of(number))));
    }

    /** Those for which this holds, too. */
    public DocumentsQuery and(DocumentCondition condition) {
        List<DocumentCondition> more = new ArrayList<>(where);
        more.add(condition);
        return new DocumentsQuery(more, order, after, limit);
    }

    /** Those created first come first. */
    public DocumentsQuery oldestFirst() {
        return in(DocumentOrder.oldestFirst());
    }

    /** By the value of an indexed field, the least first; documents without it are left out. */
    public DocumentsQuery by(String field) {
        return in(DocumentOrder.by(field));
    }

    /** By the value of an indexed field, the greatest first; documents without it are left out. */
    public DocumentsQuery descendingBy(String field) {
        return in(DocumentOrder.descendingBy(field));
    }

    /** In this order. */
    public DocumentsQuery in(DocumentOrder otherOrder) {
        return new DocumentsQuery(where, otherOrder, after, limit);
    }

    /** The page that follows the one with this {@link Documents.Page#next()}. */
    public DocumentsQuery after(String next) {
        return after(Optional.of(next));
    }

    /** {@link #after(String)}, or the first page. */
    public DocumentsQuery after(Optional<String> next) {
        return new DocumentsQuery(where, order, next, limit);
    }

    /** So many documents a page at most. */
    public DocumentsQuery limit(int documents) {
        return new DocumentsQuery(where, order, after, documents);
    }

    DocumentQuery toStored(String collection) {
        DocumentQuery first = new DocumentQuery(collection, where, order, Optional.empty(), limit);
        return after.map(text -> first.after(CursorText.read(text, first))).orElse(first);
    }
}
