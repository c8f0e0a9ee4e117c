package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.DaybookException;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentBatch;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Documents and the checkpoint of their collection change together or not at all. */
abstract class DocumentContract extends StoreFixture {

    private static final DocumentCollection ORDERS = new DocumentCollection("orders", List.of("status"));
    private static final DocumentCollection CARS = new DocumentCollection("used-cars", List.of());

    DocumentContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void documents_are_stored_and_loaded_by_key() {
        DocumentStore documents = prepared(store());
        Document first = document("1", 1, "{\"status\":\"placed\"}");
        Document second = new Document("2", Position.of(2), Position.of(5), " { \"b\":1.50, \"a\":1e400 } ");
        assertThat(documents.write(batch(0, 5, List.of(first, second), Set.of())))
                .isTrue();
        assertThat(documents.load("orders", Set.of("1", "2", "3"))).isEqualTo(Map.of("1", first, "2", second));
        assertThat(documents.load("orders", Set.of("3"))).isEmpty();
        assertThat(documents.load("orders", Set.of())).isEmpty();
    }

    @Test
    void the_checkpoint_starts_before_everything_and_moves_with_each_batch() {
        DocumentStore documents = store().documents();
        assertThat(documents.checkpoint("orders")).isEqualTo(Position.START);
        prepared(store());
        assertThat(documents.checkpoint("orders")).isEqualTo(Position.START);
        assertThat(documents.write(batch(0, 7, List.of(), Set.of()))).isTrue();
        assertThat(documents.checkpoint("orders")).isEqualTo(Position.of(7));
        assertThat(documents.write(batch(7, 7, List.of(), Set.of()))).isTrue();
        assertThat(documents.checkpoint("orders")).isEqualTo(Position.of(7));
    }

    @Test
    void a_batch_from_another_checkpoint_changes_nothing() {
        DocumentStore documents = prepared(store());
        Document kept = document("1", 1, "{\"status\":\"placed\"}");
        documents.write(batch(0, 5, List.of(kept), Set.of()));
        Document other = document("1", 1, "{\"status\":\"paid\"}");
        for (long from : List.of(0L, 4L, 6L)) {
            assertThat(documents.write(batch(from, 9, List.of(other, document("2", 2, "{}")), Set.of())))
                    .isFalse();
            assertThat(documents.write(batch(from, 9, List.of(), Set.of("1")))).isFalse();
        }
        assertThat(documents.load("orders", Set.of("1", "2"))).isEqualTo(Map.of("1", kept));
        assertThat(documents.checkpoint("orders")).isEqualTo(Position.of(5));
    }

    @Test
    void a_batch_with_a_document_that_cannot_be_stored_changes_nothing() {
        DocumentStore documents = prepared(store());
        Document kept = document("1", 1, "{}");
        documents.write(batch(0, 5, List.of(kept), Set.of()));
        DocumentBatch broken = batch(5, 9, List.of(document("2", 6, "{}"), document("3", 7, "no JSON")), Set.of("1"));
        assertThatThrownBy(() -> documents.write(broken)).isInstanceOf(DaybookException.class);
        assertThat(documents.load("orders", Set.of("1", "2", "3"))).isEqualTo(Map.of("1", kept));
        assertThat(documents.checkpoint("orders")).isEqualTo(Position.of(5));
    }

    @Test
    void a_document_put_again_is_replaced_as_given() {
        DocumentStore documents = prepared(store());
        documents.write(batch(0, 5, List.of(document("1", 3, "{\"status\":\"placed\",\"note\":1}")), Set.of()));
        Document changed = new Document("1", Position.of(3), Position.of(8), "{\"status\":\"paid\"}");
        documents.write(batch(5, 8, List.of(changed), Set.of()));
        assertThat(documents.load("orders", Set.of("1"))).isEqualTo(Map.of("1", changed));
        Document made = new Document("1", Position.of(9), Position.of(9), "{}");
        documents.write(batch(8, 9, List.of(made), Set.of()));
        assertThat(documents.load("orders", Set.of("1"))).isEqualTo(Map.of("1", made));
    }

    @Test
    void documents_are_deleted_where_they_are() {
        DocumentStore documents = prepared(store());
        Document kept = document("1", 1, "{}");
        documents.write(batch(0, 5, List.of(kept, document("2", 2, "{}")), Set.of()));
        assertThat(documents.write(batch(5, 6, List.of(document("3", 6, "{}")), Set.of("2", "never was"))))
                .isTrue();
        assertThat(documents.load("orders", Set.of("1", "2", "3")).keySet()).containsExactlyInAnyOrder("1", "3");
    }

    @Test
    void collections_do_not_mix() {
        DocumentStore documents = prepared(store());
        documents.prepare(CARS);
        Document order = document("1", 1, "{\"kind\":\"order\"}");
        Document car = document("1", 2, "{\"kind\":\"car\"}");
        documents.write(batch(0, 5, List.of(order), Set.of()));
        documents.write(new DocumentBatch("used-cars", Position.START, Position.of(9), List.of(car), Set.of()));
        assertThat(documents.load("orders", Set.of("1"))).isEqualTo(Map.of("1", order));
        assertThat(documents.load("used-cars", Set.of("1"))).isEqualTo(Map.of("1", car));
        assertThat(documents.checkpoint("orders")).isEqualTo(Position.of(5));
        assertThat(documents.checkpoint("used-cars")).isEqualTo(Position.of(9));
    }

    @Test
    void thousands_of_documents_are_written_loaded_and_deleted_at_once() {
        DocumentStore documents = prepared(store());
        List<Document> puts = new ArrayList<>();
        for (int i = 1; i <= 2_000; i++) {
            puts.add(document("key-" + i, i, "{\"number\":" + i + "}"));
        }
        documents.write(batch(0, 2_000, puts, Set.of()));
        Set<String> keys = new HashSet<>();
        puts.forEach(document -> keys.add(document.key()));
        assertThat(documents.load("orders", keys).values()).containsExactlyInAnyOrderElementsOf(puts);
        assertThat(documents.write(batch(2_000, 2_001, List.of(), keys))).isTrue();
        assertThat(documents.load("orders", keys)).isEmpty();
    }

    @Test
    void keys_and_data_are_kept_character_for_character() {
        DocumentStore documents = prepared(store());
        List<String> keys = List.of("a", "A", "a ", "é", "e\u0301", "😀", "שלום", "'\"\\%_", " ", "");
        List<Document> puts = keys.stream()
                .map(key -> document(key, 1, "{\"status\":\"" + key.replaceAll("[\"\\\\]", "") + "\"}"))
                .toList();
        documents.write(batch(0, 1, puts, Set.of()));
        Map<String, Document> loaded = documents.load("orders", Set.copyOf(keys));
        assertThat(loaded.values()).containsExactlyInAnyOrderElementsOf(puts);
        loaded.forEach((key, document) -> assertThat(document.key()).isEqualTo(key));
        documents.write(batch(1, 2, List.of(), Set.of("a", "é")));
        assertThat(documents.load("orders", Set.copyOf(keys))).hasSize(keys.size() - 2);
    }

    @Test
    void preparing_again_keeps_documents_and_checkpoint() {
        Document document = document("1", 1, "{}");
        prepared(store()).write(batch(0, 5, List.of(document), Set.of()));
        DocumentStore again = prepared(store());
        assertThat(again.load("orders", Set.of("1"))).isEqualTo(Map.of("1", document));
        store().close();
        DocumentStore reopened = prepared(openAnother());
        assertThat(reopened.load("orders", Set.of("1"))).isEqualTo(Map.of("1", document));
        assertThat(reopened.checkpoint("orders")).isEqualTo(Position.of(5));
    }

    @Test
    void a_collection_that_was_not_prepared_is_named_in_the_refusal() {
        DocumentStore documents = prepared(store());
        assertThatThrownBy(() -> documents.load("used-cars", Set.of("1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("used-cars")
                .hasMessageContaining("orders");
        DocumentBatch batch = new DocumentBatch("used-cars", Position.START, Position.of(1), List.of(), Set.of());
        assertThatThrownBy(() -> documents.write(batch))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("used-cars");
    }

    private static DocumentStore prepared(EventStore store) {
        store.documents().prepare(ORDERS);
        return store.documents();
    }

    private static Document document(String key, long position, String data) {
        return new Document(key, Position.of(position), Position.of(position), data);
    }

    private static DocumentBatch batch(long from, long to, List<Document> puts, Set<String> deletes) {
        return new DocumentBatch("orders", Position.of(from), Position.of(to), puts, deletes);
    }
}
