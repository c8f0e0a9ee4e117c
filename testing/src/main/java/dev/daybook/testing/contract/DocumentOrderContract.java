package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentCondition.Equal;
import dev.daybook.store.DocumentCondition.In;
import dev.daybook.store.DocumentCondition.Range;
import dev.daybook.store.DocumentCount;
import dev.daybook.store.DocumentOrder;
import dev.daybook.store.DocumentPage;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.FieldValue;
import dev.daybook.store.IndexedField;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents by ranges of texts and numbers, in the order of these, and how many there are. */
abstract class DocumentOrderContract extends DocumentFixture {

    private DocumentStore documents;

    @SuppressWarnings("NullAway.Init") // by prepare, before each test
    DocumentOrderContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @BeforeEach
    void prepare() {
        documents = prepared(
                store(),
                new DocumentCollection(ORDERS, List.of(IndexedField.text("name"), IndexedField.number("total"))));
    }

    @Test
    void numbers_are_ordered_and_compared_by_value() {
        put(
                document("nine", 1, "{\"total\":9}"),
                document("ten", 2, "{\"total\":10.0}"),
                document("small", 3, "{\"total\":-1.5}"),
                document("large", 4, "{\"total\":9007199254740993}"),
                document("larger", 5, "{\"total\":9007199254740994}"),
                document("text", 6, "{\"total\":\"7\"}"),
                document("absent", 7, "{}"),
                document("null", 8, "{\"total\":null}"));
        assertThat(keys(all().orderedBy(DocumentOrder.by("total"))))
                .containsExactly("small", "nine", "ten", "large", "larger");
        assertThat(keys(all().orderedBy(DocumentOrder.descendingBy("total"))))
                .containsExactly("larger", "large", "ten", "nine", "small");
        assertThat(keys(all().where(new Equal("total", FieldValue.of(10))))).containsExactly("ten");
        assertThat(keys(all().where(new Equal("total", FieldValue.of(new BigDecimal("-1.50"))))))
                .containsExactly("small");
        assertThat(keys(all().where(new Equal("total", FieldValue.of(9007199254740993L)))))
                .containsExactly("large");
        assertThat(keys(all().where(new In("total", List.of(FieldValue.of(9), FieldValue.of(9007199254740994L))))))
                .containsExactly("larger", "nine");
        assertThat(keys(all().where(new In("total", List.of())))).isEmpty();
        assertThat(keys(all().where(new Range("total", number(9), number(9007199254740993L)))))
                .containsExactly("ten", "nine");
    }

    @Test
    void texts_are_ordered_by_their_bytes_and_compared_in_ranges() {
        put(
                document("1", 1, "{\"name\":\"b\"}"),
                document("2", 2, "{\"name\":\"a\"}"),
                document("3", 3, "{\"name\":\"B\"}"),
                document("4", 4, "{\"name\":\"é\"}"),
                document("5", 5, "{}"));
        assertThat(keys(all().orderedBy(DocumentOrder.by("name")))).containsExactly("3", "2", "1", "4");
        assertThat(keys(all().where(new Range("name", text("a"), text("é"))).orderedBy(DocumentOrder.by("name"))))
                .containsExactly("2", "1");
        assertThat(keys(all().where(new Range("name", text("b"), Optional.empty()))))
                .containsExactly("4", "1");
        assertThat(keys(all().where(new In("name", List.of(FieldValue.of("B"), FieldValue.of("é"))))))
                .containsExactly("4", "3");
    }

    @Test
    void the_oldest_can_come_first() {
        put(document("b", 1, "{}"), document("c", 3, "{}"), document("a", 2, "{}"));
        assertThat(keys(all().orderedBy(DocumentOrder.oldestFirst()))).containsExactly("b", "a", "c");
    }

    @Test
    void pages_in_every_order_follow_each_other_without_loss_or_repeat() {
        List<Document> puts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            puts.add(document(
                    "key-" + i * 7 % 60,
                    1 + i / 7,
                    "{\"name\":\"name " + i % 5 + "\",\"total\":" + i % 4 + (i % 2 == 0 ? ".5" : "") + "}"));
        }
        put(puts.toArray(Document[]::new));
        for (DocumentOrder order : List.of(
                DocumentOrder.newestFirst(),
                DocumentOrder.oldestFirst(),
                DocumentOrder.by("name"),
                DocumentOrder.descendingBy("name"),
                DocumentOrder.by("total"),
                DocumentOrder.descendingBy("total"))) {
            List<String> whole = keys(all().orderedBy(order));
            assertThat(whole).as("all by %s", order).hasSize(60).doesNotHaveDuplicates();
            for (int size : List.of(1, 7, 30, 60)) {
                assertThat(byPages(order, size)).as("%s by %d", order, size).containsExactlyElementsOf(whole);
            }
        }
    }

    @Test
    void pages_by_numbers_of_many_digits_follow_each_other_without_loss_or_repeat() {
        put(
                document("a", 1, "{\"total\":0.3333333333333333}"),
                document("b", 2, "{\"total\":0.33333333333333326}"),
                document("c", 3, "{\"total\":0.3333333333333333}"),
                document("d", 4, "{\"total\":9007199254740993}"),
                document("e", 5, "{\"total\":1.0E20}"),
                document("f", 6, "{\"total\":-1.7976931348623157E+308}"));
        for (DocumentOrder order : List.of(DocumentOrder.by("total"), DocumentOrder.descendingBy("total"))) {
            List<String> whole = keys(all().orderedBy(order));
            assertThat(whole).hasSize(6);
            assertThat(byPages(order, 1)).as("by %s", order).containsExactlyElementsOf(whole);
        }
    }

    @Test
    void documents_are_counted_up_to_a_bound() {
        put(
                document("1", 1, "{\"total\":1}"),
                document("2", 2, "{\"total\":2}"),
                document("3", 3, "{\"total\":3}"),
                document("4", 4, "{}"));
        assertThat(documents.count(all(), Long.MAX_VALUE)).isEqualTo(new DocumentCount(4, true));
        assertThat(documents.count(all(), 4)).isEqualTo(new DocumentCount(4, true));
        assertThat(documents.count(all(), 3)).isEqualTo(new DocumentCount(3, false));
        DocumentQuery some = all().where(new Range("total", number(2), Optional.empty()));
        assertThat(documents.count(some, 10)).isEqualTo(new DocumentCount(2, true));
        assertThat(documents.count(some, 0)).isEqualTo(new DocumentCount(0, false));
    }

    @Test
    void a_value_of_another_kind_than_the_field_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys(all().where(new Equal("total", FieldValue.of("ten")))))
                .withMessageContainingAll("total", "NUMBER", "ten");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> documents.count(all().where(new Equal("name", FieldValue.of(10))), 5))
                .withMessageContainingAll("name", "TEXT", "10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys(all().orderedBy(DocumentOrder.by("note"))))
                .withMessageContainingAll("note", "name", "total");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys(all().where(new In("note", List.of()))))
                .withMessageContainingAll("note", "name", "total");
    }

    private void put(Document... puts) {
        assertThat(write(documents, batch(0, 100, List.of(puts), Set.of()))).isTrue();
    }

    private static DocumentQuery all() {
        return DocumentQuery.of(ORDERS, 100);
    }

    private static Optional<FieldValue> number(long value) {
        return Optional.of(FieldValue.of(value));
    }

    private static Optional<FieldValue> text(String value) {
        return Optional.of(FieldValue.of(value));
    }

    private List<String> keys(DocumentQuery query) {
        return documents.query(query).documents().stream().map(Document::key).toList();
    }

    private List<String> byPages(DocumentOrder order, int size) {
        List<String> seen = new ArrayList<>();
        DocumentQuery query = DocumentQuery.of(ORDERS, size).orderedBy(order);
        DocumentPage page = documents.query(query);
        page.documents().forEach(document -> seen.add(document.key()));
        while (page.next().isPresent()) {
            page = documents.query(query.after(page.next().get()));
            assertThat(page.documents()).isNotEmpty().hasSizeLessThanOrEqualTo(size);
            page.documents().forEach(document -> seen.add(document.key()));
            assertThat(seen).as("by %s", order).doesNotHaveDuplicates();
        }
        return seen;
    }
}
