package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.EventStore;
import dev.daybook.store.IndexedField;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables and indexes that collections are kept in. */
final class CollectionTableTest {

    private static final int ROUNDS = 10;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void two_nodes_may_prepare_one_new_collection_at_the_same_moment(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        try (EventStore one = database.open();
                EventStore other = database.open();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < ROUNDS; round++) {
                DocumentCollection collection = DocumentCollection.of("orders-" + round, "status");
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<Boolean>> prepared = new ArrayList<>();
                for (EventStore store : List.of(one, other)) {
                    prepared.add(threads.submit(() -> {
                        start.await();
                        return prepareAndRead(store.documents(), collection);
                    }));
                }
                for (Future<Boolean> node : prepared) {
                    assertThat(node.get()).isTrue();
                }
            }
        }
    }

    private static boolean prepareAndRead(DocumentStore documents, DocumentCollection collection) {
        documents.prepare(collection, 1);
        return documents.load(collection.name(), 1, Set.of("1")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void collections_and_fields_of_similar_names_keep_their_own_tables_and_indexes(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        try (EventStore store = database.open()) {
            DocumentStore documents = store.documents();
            documents.prepare(DocumentCollection.of("orders", "created", "by_created", "a_created"), 1);
            documents.prepare(DocumentCollection.of("orders-created"), 1);
            documents.prepare(DocumentCollection.of("orders-by-created", "x"), 1);
            documents.prepare(DocumentCollection.of("orders-a", "created"), 1);
            documents.prepare(DocumentCollection.of("orders-1"), 1);
            documents.prepare(new DocumentCollection("orders-links", List.of(), true), 1);

            assertThat(indexes(database))
                    .containsExactlyInAnyOrder(
                            "document_orders$1|document_orders$1$created",
                            "document_orders$1|document_orders$1$by$created",
                            "document_orders$1|document_orders$1$by$by_created",
                            "document_orders$1|document_orders$1$by$a_created",
                            "document_orders_created$1|document_orders_created$1$created",
                            "document_orders_by_created$1|document_orders_by_created$1$created",
                            "document_orders_by_created$1|document_orders_by_created$1$by$x",
                            "document_orders_a$1|document_orders_a$1$created",
                            "document_orders_a$1|document_orders_a$1$by$created",
                            "document_orders_1$1|document_orders_1$1$created",
                            "document_orders_links$1|document_orders_links$1$created");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_longest_name_has_room_for_many_generations(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        try (EventStore store = database.open()) {
            DocumentCollection longest = new DocumentCollection(
                    "c".repeat(DocumentCollection.MAX_NAME_LENGTH), List.of(IndexedField.text("f".repeat(40))), true);
            DocumentStore documents = store.documents();
            documents.prepare(longest, 1);
            for (int generation = 2; generation <= 12; generation++) {
                assertThat(documents.generations().begin(longest, "print").number())
                        .isEqualTo(generation);
                documents.prepare(longest, generation);
                documents.generations().cancel(longest.name(), generation);
            }
            assertThat(indexes(database)).hasSize(24);
            for (int generation = 2; generation <= 12; generation++) {
                assertThat(documents.generations().drop(longest.name(), generation))
                        .isTrue();
            }
            assertThat(indexes(database)).hasSize(2);
        }
    }

    private static List<String> indexes(TestDatabase database) throws Exception {
        return database.rows(
                switch (database) {
                    case TestDatabase.SqliteDatabase sqlite ->
                        "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' AND name LIKE 'document%$%'";
                    case TestDatabase.PostgresDatabase postgres ->
                        "SELECT tablename, indexname FROM pg_indexes WHERE indexname LIKE 'document%$%'"
                                + " AND indexname NOT LIKE '%_pkey'"
                                + " AND schemaname = '"
                                + postgres.schema() + "'";
                });
    }
}
