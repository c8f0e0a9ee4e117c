package dev.daybook.sql.projection;

import static dev.daybook.sql.projection.Spending.POISON;
import static dev.daybook.sql.projection.Spending.sold;
import static dev.daybook.sql.projection.Spending.spent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.ConfigurationException;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.Documents;
import dev.daybook.projection.ProjectionFailedException;
import dev.daybook.sql.Engine;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.projection.Sales.Sale;
import dev.daybook.sql.projection.Spending.Spent;
import dev.daybook.store.CommitResult;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.CommitResult.Failed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A projection whose documents change with each append. */
@Timeout(360)
final class InlineProjectionTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void shows_every_append_that_was_answered_whoever_made_it(Engine engine) throws Exception {
        DocumentProjection<Spent, Sale> spent = spent(1);
        try (SqlEventStore store = engine.database(directory).open();
                Sales sales = new Sales(store, spent);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Documents<Spent> documents = sales.projections().documents(spent).orElseThrow();
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                String customer = "customer-" + i;
                all.add(threads.submit(() -> isNeverStale(sales, documents, customer)));
            }
            for (Future<Boolean> one : all) {
                assertThat(one.get()).isTrue();
            }
            assertThat(documents.find("everybody")).contains(new Spent("everybody", 16 * 25));
            assertThat(documents.position()).isEqualTo(store.head());
        }
    }

    private static boolean isNeverStale(Sales sales, Documents<Spent> documents, String customer) {
        for (int i = 1; i <= 25; i++) {
            CommitResult result = sales.happened("shop-" + customer, sold(customer, 1), sold("everybody", 1));
            assertThat(result).isInstanceOf(Committed.class);
            if (documents.find(customer).orElseThrow().cents() != i) {
                return false;
            }
        }
        return true;
    }

    @ParameterizedTest
    @EnumSource
    void a_fold_that_throws_refuses_its_append_and_says_where(Engine engine) {
        DocumentProjection<Spent, Sale> spent = spent(1);
        try (SqlEventStore store = engine.database(directory).open();
                Sales sales = new Sales(store, spent)) {
            List<CommitResult> results = store.commit(List.of(
                    Sales.commit("a", sold("ann", 5)),
                    Sales.commit("b", sold("ben", 7), POISON),
                    Sales.commit("a", sold("ann", 6))));
            assertThat(results.get(0)).isInstanceOf(Committed.class);
            assertThat(results.get(1))
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.error())
                                    .isInstanceOf(ProjectionFailedException.class)
                                    .hasMessageContaining("Projection spent failed to fold event sold")
                                    .hasMessageContaining("version 2 of stream shop-b")
                                    .hasMessageContaining("document poison")
                                    .hasMessageContaining("Nobody sells that"));
            assertThat(results.get(2)).isInstanceOf(Committed.class);
            Documents<Spent> documents = sales.projections().documents(spent).orElseThrow();
            assertThat(documents.findAll(List.of("ann", "ben", "poison")))
                    .containsOnlyKeys("ann")
                    .containsEntry("ann", new Spent("ann", 11));
            assertThat(store.head().value()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void started_on_a_log_it_has_not_followed_it_catches_up_first(Engine engine) {
        TestDatabase database = engine.database(directory);
        try (SqlEventStore store = database.open();
                Sales without = new Sales(store)) {
            for (int i = 0; i < 50; i++) {
                without.happened("a", sold("ann", 1), sold("ben", 2));
            }
        }
        DocumentProjection<Spent, Sale> spent = spent(1);
        try (SqlEventStore store = database.open();
                Sales sales = new Sales(store, spent)) {
            Documents<Spent> documents = sales.projections().documents(spent).orElseThrow();
            assertThat(documents.find("ann")).contains(new Spent("ann", 50));
            sales.happened("a", sold("ann", 1));
            assertThat(documents.find("ann")).contains(new Spent("ann", 51));
        }
    }

    @ParameterizedTest
    @EnumSource(names = "SQLITE")
    void cannot_be_kept_in_another_database(Engine engine) {
        try (SqlEventStore store = engine.database(directory).open()) {
            var elsewhere = DocumentProjection.named("elsewhere")
                    .documents(Spent.class)
                    .of(Sale.class)
                    .readModels(store.documents())
                    .inline();
            assertThatThrownBy(() -> elsewhere.fold((current, recorded) -> current))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("elsewhere is inline");
        }
    }
}
