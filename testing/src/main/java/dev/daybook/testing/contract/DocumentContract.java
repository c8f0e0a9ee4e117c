package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.DaybookException;
import dev.daybook.store.Claim;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Documents and the checkpoint of their collection change together or not at all. */
abstract class DocumentContract extends DocumentFixture {

    private static final DocumentCollection COLLECTION = DocumentCollection.of("orders", "status");
    private static final DocumentCollection CARS = DocumentCollection.of("used-cars");

    DocumentContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void documents_are_stored_and_loaded_by_key() {
        DocumentStore documents = prepared(store());
        Document first = document("1", 1, "{\"status\":\"placed\"}");
        Document second = new Document("2", Position.of(2), Position.of(5), " { \"b\":1.50, \"a\":1e400 } ");
        assertThat(write(documents, batch(0, 5, List.of(first, second), Set.of())))
                .isTrue();
        assertThat(documents.load("orders", 1, Set.of("1", "2", "3"))).isEqualTo(Map.of("1", first, "2", second));
        assertThat(documents.load("orders", 1, Set.of("3"))).isEmpty();
        assertThat(documents.load("orders", 1, Set.of())).isEmpty();
    }

    @Test
    void the_checkpoint_starts_before_everything_and_moves_with_each_batch() {
        DocumentStore documents = store().documents();
        assertThat(checkpoint(documents)).isEqualTo(Position.START);
        prepared(store());
        assertThat(checkpoint(documents)).isEqualTo(Position.START);
        assertThat(write(documents, batch(0, 7, List.of(), Set.of()))).isTrue();
        assertThat(checkpoint(documents)).isEqualTo(Position.of(7));
        assertThat(write(documents, batch(7, 7, List.of(), Set.of()))).isTrue();
        assertThat(checkpoint(documents)).isEqualTo(Position.of(7));
    }

    @Test
    void a_batch_from_another_checkpoint_changes_nothing() {
        DocumentStore documents = prepared(store());
        Document kept = document("1", 1, "{\"status\":\"placed\"}");
        write(documents, batch(0, 5, List.of(kept), Set.of()));
        Document other = document("1", 1, "{\"status\":\"paid\"}");
        for (long from : List.of(0L, 4L, 6L)) {
            assertThat(write(documents, batch(from, 9, List.of(other, document("2", 2, "{}")), Set.of())))
                    .isFalse();
            assertThat(write(documents, batch(from, 9, List.of(), Set.of("1")))).isFalse();
        }
        assertThat(documents.load("orders", 1, Set.of("1", "2"))).isEqualTo(Map.of("1", kept));
        assertThat(checkpoint(documents)).isEqualTo(Position.of(5));
    }

    @Test
    void a_batch_with_a_document_that_cannot_be_stored_changes_nothing() {
        DocumentStore documents = prepared(store());
        Document kept = document("1", 1, "{}");
        write(documents, batch(0, 5, List.of(kept), Set.of()));
        Batch broken = batch(5, 9, List.of(document("2", 6, "{}"), document("3", 7, "no JSON")), Set.of("1"));
        assertThatThrownBy(() -> write(documents, broken)).isInstanceOf(DaybookException.class);
        assertThat(documents.load("orders", 1, Set.of("1", "2", "3"))).isEqualTo(Map.of("1", kept));
        assertThat(checkpoint(documents)).isEqualTo(Position.of(5));
    }

    @Test
    void a_document_put_again_is_replaced_as_given() {
        DocumentStore documents = prepared(store());
        write(documents, batch(0, 5, List.of(document("1", 3, "{\"status\":\"placed\",\"note\":1}")), Set.of()));
        Document changed = new Document("1", Position.of(3), Position.of(8), "{\"status\":\"paid\"}");
        write(documents, batch(5, 8, List.of(changed), Set.of()));
        assertThat(documents.load("orders", 1, Set.of("1"))).isEqualTo(Map.of("1", changed));
        Document made = new Document("1", Position.of(9), Position.of(9), "{}");
        write(documents, batch(8, 9, List.of(made), Set.of()));
        assertThat(documents.load("orders", 1, Set.of("1"))).isEqualTo(Map.of("1", made));
    }

    @Test
    void documents_are_deleted_where_they_are() {
        DocumentStore documents = prepared(store());
        Document kept = document("1", 1, "{}");
        write(documents, batch(0, 5, List.of(kept, document("2", 2, "{}")), Set.of()));
        assertThat(write(documents, batch(5, 6, List.of(document("3", 6, "{}")), Set.of("2", "never was"))))
                .isTrue();
        assertThat(documents.load("orders", 1, Set.of("1", "2", "3")).keySet()).containsExactlyInAnyOrder("1", "3");
    }

    @Test
    void a_step_may_change_several_collections_which_do_not_mix() {
        DocumentStore documents = prepared(store());
        documents.prepare(CARS, 1);
        Document order = document("1", 1, "{\"kind\":\"order\"}");
        Document car = document("1", 2, "{\"kind\":\"car\"}");
        Progress progress = new Progress(claimOf(1), Position.START, Position.of(5));
        assertThat(documents.write(
                        progress,
                        List.of(
                                new DocumentChanges(ORDERS, 1, List.of(order), Set.of()),
                                new DocumentChanges("used-cars", 1, List.of(car), Set.of()))))
                .isTrue();
        assertThat(documents.load("orders", 1, Set.of("1"))).isEqualTo(Map.of("1", order));
        assertThat(documents.load("used-cars", 1, Set.of("1"))).isEqualTo(Map.of("1", car));
        assertThat(checkpoint(documents)).isEqualTo(Position.of(5));
    }

    @Test
    void a_step_under_an_earlier_claim_changes_nothing() {
        DocumentStore documents = prepared(store());
        documents.subscriptions().claim(new Claim(claimOf(1).subscription(), 0, 2));
        assertThat(write(documents, batch(0, 5, List.of(document("1", 1, "{}")), Set.of())))
                .isFalse();
        assertThat(documents.load("orders", 1, Set.of("1"))).isEmpty();
        assertThat(checkpoint(documents)).isEqualTo(Position.START);
    }

    @Test
    void documents_are_scanned_by_key_in_pages() {
        DocumentStore documents = prepared(store());
        List<Document> puts = new ArrayList<>();
        for (String key : List.of("b", "é", "B", "a", "10", "9", "😀")) {
            puts.add(document(key, 1, "{}"));
        }
        write(documents, batch(0, 1, puts, Set.of()));
        List<String> seen = new ArrayList<>();
        List<Document> page = documents.scan("orders", 1, Optional.empty(), 2);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            page.forEach(document -> seen.add(document.key()));
            page = documents.scan("orders", 1, Optional.of(seen.getLast()), 2);
        }
        assertThat(seen).containsExactly("10", "9", "B", "a", "b", "é", "😀");
    }

    @Test
    void links_are_kept_beside_the_documents_of_their_generation() {
        DocumentCollection linked = new DocumentCollection("linked", List.of(), true);
        DocumentStore documents = prepared(store());
        documents.prepare(linked, 1);
        Document link = document("payment/1", 1, "{\"keys\":[\"1\"]}");
        Progress progress = new Progress(claimOf(1), Position.START, Position.of(1));
        documents.write(
                progress,
                List.of(
                        new DocumentChanges("linked", 1, List.of(document("1", 1, "{}")), Set.of()),
                        new DocumentChanges(linked.links(), 1, List.of(link), Set.of())));
        assertThat(documents.load(linked.links(), 1, Set.of("payment/1", "1"))).isEqualTo(Map.of("payment/1", link));
        assertThat(documents.load("linked", 1, Set.of("payment/1", "1"))).containsOnlyKeys("1");
    }

    @Test
    void thousands_of_documents_are_written_loaded_and_deleted_at_once() {
        DocumentStore documents = prepared(store());
        List<Document> puts = new ArrayList<>();
        for (int i = 1; i <= 2_000; i++) {
            puts.add(document("key-" + i, i, "{\"number\":" + i + "}"));
        }
        write(documents, batch(0, 2_000, puts, Set.of()));
        Set<String> keys = new HashSet<>();
        puts.forEach(document -> keys.add(document.key()));
        assertThat(documents.load("orders", 1, keys).values()).containsExactlyInAnyOrderElementsOf(puts);
        assertThat(write(documents, batch(2_000, 2_001, List.of(), keys))).isTrue();
        assertThat(documents.load("orders", 1, keys)).isEmpty();
    }

    @Test
    void keys_and_data_are_kept_character_for_character() {
        DocumentStore documents = prepared(store());
        List<String> keys = List.of("a", "A", "a ", "é", "e\u0301", "😀", "שלום", "'\"\\%_", " ", "");
        List<Document> puts = keys.stream()
                .map(key -> document(key, 1, "{\"status\":\"" + key.replaceAll("[\"\\\\]", "") + "\"}"))
                .toList();
        write(documents, batch(0, 1, puts, Set.of()));
        Map<String, Document> loaded = documents.load("orders", 1, Set.copyOf(keys));
        assertThat(loaded.values()).containsExactlyInAnyOrderElementsOf(puts);
        loaded.forEach((key, document) -> assertThat(document.key()).isEqualTo(key));
        write(documents, batch(1, 2, List.of(), Set.of("a", "é")));
        assertThat(documents.load("orders", 1, Set.copyOf(keys))).hasSize(keys.size() - 2);
    }

    @Test
    void preparing_again_keeps_documents_and_checkpoint() {
        Document document = document("1", 1, "{}");
        write(prepared(store()), batch(0, 5, List.of(document), Set.of()));
        DocumentStore again = prepared(store());
        assertThat(again.load("orders", 1, Set.of("1"))).isEqualTo(Map.of("1", document));
        store().close();
        DocumentStore reopened = prepared(openAnother());
        assertThat(reopened.load("orders", 1, Set.of("1"))).isEqualTo(Map.of("1", document));
        assertThat(checkpoint(reopened)).isEqualTo(Position.of(5));
    }

    @Test
    void a_collection_that_was_not_prepared_is_named_in_the_refusal() {
        DocumentStore documents = prepared(store());
        assertThatThrownBy(() -> documents.load("used-cars", 1, Set.of("1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("used-cars")
                .hasMessageContaining("orders");
        assertThatThrownBy(() -> documents.find("used-cars", Set.of("1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("used-cars");
        Progress progress = new Progress(claimOf(1), Position.START, Position.of(1));
        DocumentChanges changes = new DocumentChanges("used-cars", 1, List.of(), Set.of());
        assertThatThrownBy(() -> documents.write(progress, List.of(changes)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("used-cars");
        assertThat(checkpoint(documents)).isEqualTo(Position.START);
    }

    @Test
    void a_generation_that_was_not_begun_cannot_be_prepared() {
        DocumentStore documents = prepared(store());
        assertThatThrownBy(() -> documents.prepare(COLLECTION, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("orders", "generation 2", "[1]");
    }

    private static DocumentStore prepared(EventStore store) {
        return prepared(store, COLLECTION);
    }
}
