package dev.daybook.testing;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentCondition;
import dev.daybook.store.DocumentCondition.Equal;
import dev.daybook.store.DocumentCondition.In;
import dev.daybook.store.DocumentCondition.Range;
import dev.daybook.store.DocumentPage;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.DocumentQuery.Cursor;
import dev.daybook.store.FieldKind;
import dev.daybook.store.FieldValue;
import dev.daybook.store.FieldValue.NumberValue;
import dev.daybook.store.FieldValue.TextValue;
import dev.daybook.store.IndexedField;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers queries by looking at every document. */
final class InMemoryQueries {

    /** Texts are compared as the databases do, by their UTF-8 bytes. */
    static final Comparator<String> AS_DATABASES_DO =
            Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    private static final Comparator<FieldValue> BY_VALUE = (one, other) -> switch (one) {
        case TextValue(String text) -> AS_DATABASES_DO.compare(text, ((TextValue) other).text());
        case NumberValue(BigDecimal number) -> number.compareTo(((NumberValue) other).number());
    };

    private static final Comparator<Cursor> ASCENDING = Comparator.comparing(
                    (Cursor cursor) -> cursor.value().stream().toList(), InMemoryQueries::compareFirst)
            .thenComparing(Cursor::created)
            .thenComparing(Cursor::key, AS_DATABASES_DO);

    private InMemoryQueries() {}

    private record Placed(Document document, Cursor place) {}

    private static int compareFirst(List<FieldValue> one, List<FieldValue> other) {
        return one.isEmpty() ? 0 : BY_VALUE.compare(one.getFirst(), other.getFirst());
    }

    static DocumentPage page(DocumentQuery query, DocumentCollection collection, Map<String, Document> documents) {
        Comparator<Cursor> order = query.order().descending() ? ASCENDING.reversed() : ASCENDING;
        List<Placed> found = matching(query, collection, documents)
                .flatMap(document -> placed(document, query, collection).stream())
                .filter(placed -> query.after()
                        .map(after -> order.compare(placed.place(), after) > 0)
                        .orElse(true))
                .sorted(Comparator.comparing(Placed::place, order))
                .limit(query.limit() + 1L)
                .toList();
        boolean more = found.size() > query.limit();
        List<Placed> page = more ? found.subList(0, query.limit()) : found;
        return new DocumentPage(
                page.stream().map(Placed::document).toList(),
                more ? Optional.of(page.getLast().place()) : Optional.empty());
    }

    static long count(DocumentQuery query, DocumentCollection collection, Map<String, Document> documents) {
        return matching(query, collection, documents).count();
    }

    private static Stream<Document> matching(
            DocumentQuery query, DocumentCollection collection, Map<String, Document> documents) {
        return documents.values().stream()
                .filter(document -> query.where().stream()
                        .allMatch(condition -> holds(condition, value(document, collection.field(condition.field())))));
    }

    /** Where the document is in the order; nowhere without the field that orders. */
    private static Optional<Placed> placed(Document document, DocumentQuery query, DocumentCollection collection) {
        if (query.order().field().isEmpty()) {
            return Optional.of(new Placed(document, document.cursor()));
        }
        IndexedField field = collection.field(query.order().field().get());
        return value(document, field)
                .map(value -> new Placed(document, new Cursor(Optional.of(value), document.created(), document.key())));
    }

    private static boolean holds(DocumentCondition condition, Optional<FieldValue> found) {
        return found.isPresent()
                && switch (condition) {
                    case Equal equal -> equal.value().equals(found.get());
                    case In in -> in.among().contains(found.get());
                    case Range range ->
                        range.from()
                                        .map(from -> BY_VALUE.compare(found.get(), from) >= 0)
                                        .orElse(true)
                                && range.below()
                                        .map(below -> BY_VALUE.compare(found.get(), below) < 0)
                                        .orElse(true);
                };
    }

    private static Optional<FieldValue> value(Document document, IndexedField field) {
        return field.kind() == FieldKind.NUMBER
                ? JsonText.number(document.data(), field.name()).map(FieldValue::of)
                : JsonText.field(document.data(), field.name()).map(FieldValue::of);
    }
}
