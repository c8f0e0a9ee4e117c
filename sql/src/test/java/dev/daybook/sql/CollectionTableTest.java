package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.DocumentBatch;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
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
                DocumentCollection collection = new DocumentCollection("orders-" + round, List.of("status"));
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
        documents.prepare(collection);
        return documents.load(collection.name(), Set.of("1")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void collections_and_fields_of_similar_names_keep_their_own_tables_and_indexes(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        try (EventStore store = database.open()) {
            DocumentStore documents = store.documents();
            documents.prepare(new DocumentCollection("orders", List.of("created", "by_created", "a_created")));
            documents.prepare(new DocumentCollection("orders-created", List.of()));
            documents.prepare(new DocumentCollection("orders-by-created", List.of("x")));
            documents.prepare(new DocumentCollection("orders-a", List.of("created")));
            documents.prepare(new DocumentCollection("orders-by", List.of("created")));

            assertThat(indexes(database))
                    .containsExactlyInAnyOrder(
                            "document_orders|document_orders$created",
                            "document_orders|document_orders$by$created",
                            "document_orders|document_orders$by$by_created",
                            "document_orders|document_orders$by$a_created",
                            "document_orders_created|document_orders_created$created",
                            "document_orders_by_created|document_orders_by_created$created",
                            "document_orders_by_created|document_orders_by_created$by$x",
                            "document_orders_a|document_orders_a$created",
                            "document_orders_a|document_orders_a$by$created",
                            "document_orders_by|document_orders_by$created",
                            "document_orders_by|document_orders_by$by$created");
            assertThat(documents.write(new DocumentBatch(
                            "orders-created", Position.START, Position.of(1), List.of(), Set.of("none"))))
                    .isTrue();
        }
    }

    private static List<String> indexes(TestDatabase database) throws Exception {
        return database.rows(
                switch (database) {
                    case TestDatabase.SqliteDatabase sqlite ->
                        "SELECT tbl_name, name FROM sqlite_master WHERE type = 'index' AND name LIKE 'document%$%'";
                    case TestDatabase.PostgresDatabase postgres ->
                        "SELECT tablename, indexname FROM pg_indexes WHERE indexname LIKE 'document%$%' AND schemaname = '"
                                + postgres.schema() + "'";
                });
    }
}
