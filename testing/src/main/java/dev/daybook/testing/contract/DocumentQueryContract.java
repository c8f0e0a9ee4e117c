package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentCondition;
import dev.daybook.store.DocumentCondition.Equal;
import dev.daybook.store.DocumentOrder;
import dev.daybook.store.DocumentPage;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.FieldValue;
import dev.daybook.store.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents by the values of their indexed fields, newest first, page by page. */
abstract class DocumentQueryContract extends DocumentFixture {

    private DocumentStore documents;

    @SuppressWarnings("NullAway.Init") // by prepare, before each test
    DocumentQueryContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @BeforeEach
    void prepare() {
        documents = prepared(store(), DocumentCollection.of("orders", "customerId", "status"));
    }

    @Test
    void the_newest_document_comes_first_whatever_its_key() {
        put(document("b", 1, "{}"), document("c", 3, "{}"), document("a", 2, "{}"));
        assertThat(keys(Map.of())).containsExactly("c", "a", "b");
    }

    @Test
    void documents_are_found_by_each_indexed_field_and_by_several() {
        put(
                document("1", 1, "{\"customerId\":\"anna\",\"status\":\"placed\"}"),
                document("2", 2, "{\"customerId\":\"anna\",\"status\":\"paid\"}"),
                document("3", 3, "{\"customerId\":\"bert\",\"status\":\"placed\"}"));
        assertThat(keys(Map.of("customerId", "anna"))).containsExactly("2", "1");
        assertThat(keys(Map.of("status", "placed"))).containsExactly("3", "1");
        assertThat(keys(Map.of("status", "placed", "customerId", "anna"))).containsExactly("1");
        assertThat(keys(Map.of("status", "paid", "customerId", "bert"))).isEmpty();
        assertThat(keys(Map.of("status", "Placed"))).isEmpty();
    }

    @Test
    void a_query_returns_whole_documents() {
        Document document = new Document("1", Position.of(1), Position.of(4), " {\"status\": \"paid\", \"x\":[1.50]} ");
        put(document);
        assertThat(documents
                        .query(query(Map.of("status", "paid"), Optional.empty(), 10))
                        .documents())
                .containsExactly(document);
    }

    @Test
    void a_changed_document_is_found_by_its_new_values_only() {
        put(document("1", 1, "{\"status\":\"placed\"}"), document("2", 2, "{\"status\":\"placed\"}"));
        Batch change = batch(100, 101, List.of(document("1", 1, "{\"status\":\"paid\"}")), Set.of("2"));
        assertThat(write(documents, change)).isTrue();
        assertThat(keys(Map.of("status", "placed"))).isEmpty();
        assertThat(keys(Map.of("status", "paid"))).containsExactly("1");
    }

    @Test
    void pages_follow_each_other_without_loss_or_repeat() {
        List<Document> all = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            // Seven documents each were made by the same event.
            all.add(document(
                    "key-" + i * 7 % 250, 1 + i / 7, "{\"status\":\"" + (i % 2 == 0 ? "even" : "odd") + "\"}"));
        }
        put(all.toArray(Document[]::new));
        for (int size : List.of(1, 7, 50, 250, 1_000)) {
            assertThat(byPages(Map.of(), size)).containsExactlyInAnyOrderElementsOf(all);
        }
        List<Document> even = byPages(Map.of("status", "even"), 9);
        assertThat(even).hasSize(125).allMatch(document -> document.data().contains("even"));
        assertThat(new HashSet<>(even)).hasSize(125);
    }

    @Test
    void a_page_goes_on_after_a_document_that_is_gone_or_new() {
        put(document("a", 1, "{}"), document("b", 2, "{}"), document("c", 3, "{}"));
        DocumentPage page = documents.query(query(Map.of(), Optional.empty(), 2));
        List<Document> first = page.documents();
        assertThat(first).extracting(Document::key).containsExactly("c", "b");
        write(documents, batch(100, 101, List.of(document("d", 101, "{}")), Set.of("b")));
        assertThat(page.next()).contains(first.getLast().cursor());
        assertThat(documents.query(query(Map.of(), page.next(), 2)).documents())
                .extracting(Document::key)
                .containsExactly("a");
    }

    @Test
    void a_field_that_is_not_indexed_is_refused_with_those_that_are() {
        put(document("1", 1, "{\"note\":\"x\"}"));
        assertThatThrownBy(() -> keys(Map.of("note", "x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("note")
                .hasMessageContaining("customerId")
                .hasMessageContaining("status");
    }

    @Test
    void an_index_added_later_covers_the_documents_that_are_there() {
        put(
                document("1", 1, "{\"note\":\"x\"}"),
                document("2", 2, "{\"note\":\"y\"}"),
                document("3", 3, "{\"note\":\"x\"}"));
        documents.prepare(DocumentCollection.of("orders", "customerId", "status", "note"), 1);
        assertThat(keys(Map.of("note", "x"))).containsExactly("3", "1");
    }

    private void put(Document... puts) {
        assertThat(write(documents, batch(0, 100, List.of(puts), Set.of()))).isTrue();
    }

    private List<String> keys(Map<String, String> equal) {
        return documents.query(query(equal, Optional.empty(), 100)).documents().stream()
                .map(Document::key)
                .toList();
    }

    private List<Document> byPages(Map<String, String> equal, int size) {
        List<Document> all = new ArrayList<>();
        Optional<DocumentQuery.Cursor> after = Optional.empty();
        do {
            DocumentPage page = documents.query(query(equal, after, size));
            assertThat(page.documents()).isNotEmpty().hasSizeLessThanOrEqualTo(size);
            all.addAll(page.documents());
            after = page.next();
        } while (after.isPresent());
        assertThat(all)
                .isSortedAccordingTo(Comparator.comparing(Document::created).reversed());
        return all;
    }

    private static DocumentQuery query(Map<String, String> equal, Optional<DocumentQuery.Cursor> after, int limit) {
        List<DocumentCondition> where = new ArrayList<>();
        equal.forEach((field, text) -> where.add(new Equal(field, FieldValue.of(text))));
        return new DocumentQuery("orders", where, DocumentOrder.newestFirst(), after, limit);
    }
}
