package dev.daybook.sql.projection;

import static dev.daybook.sql.projection.Spending.POISON;
import static dev.daybook.sql.projection.Spending.sold;
import static dev.daybook.sql.projection.Spending.spent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.Documents;
import dev.daybook.projection.ProjectionOperations;
import dev.daybook.projection.ProjectionStatus;
import dev.daybook.projection.ProjectionStatus.Rebuild;
import dev.daybook.projection.Verification;
import dev.daybook.sql.Engine;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.TestRun;
import dev.daybook.sql.projection.Sales.Sale;
import dev.daybook.sql.projection.Spending.Spent;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.Generation.State;
import dev.daybook.subscription.SubscriptionStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Generations of a projection whose documents change with each append: made beside appends, by one node or by several versions. */
@Timeout(360)
final class InlineGenerationsTest {

    private static final int MANY = 2_500;

    @TempDir
    private Path directory;

    private static ProjectionOperations operations(Sales sales, DocumentProjection<Spent, Sale> spent) {
        return sales.projections().operations(spent).orElseThrow();
    }

    private static Documents<Spent> documents(Sales sales, DocumentProjection<Spent, Sale> spent) {
        return sales.projections().documents(spent).orElseThrow();
    }

    private static Rebuild rebuild(Sales sales, DocumentProjection<Spent, Sale> spent) {
        return operations(sales, spent).status().rebuild().orElseThrow();
    }

    private static void happened(Sales sales, Sale sale) {
        assertThat(sales.happened("a", sale)).isInstanceOf(Committed.class);
    }

    /** Too many to be folded by an append, or while a generation is swapped in. */
    private static void fill(Sales sales) {
        for (int i = 0; i < MANY / 50; i++) {
            Sale[] some = new Sale[50];
            Arrays.fill(some, sold("ann", 1));
            assertThat(sales.happened("a", some)).isInstanceOf(Committed.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void is_made_anew_while_it_is_used(Engine engine) throws Exception {
        DocumentProjection<Spent, Sale> spent = spent(1);
        TestDatabase database = engine.database(directory);
        try (SqlEventStore store = database.open();
                SqlEventStore otherStore = database.open();
                Sales sales = new Sales(store, spent);
                Sales other = new Sales(otherStore, spent);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            fill(sales);
            AtomicBoolean done = new AtomicBoolean();
            Future<Integer> ann = threads.submit(() -> appendNeverStale(sales, spent, "ann", MANY, done));
            Future<Integer> ben = threads.submit(() -> appendNeverStale(other, spent, "ben", 0, done));
            for (int round = 0; round < 2; round++) {
                int generation = operations(sales, spent).rebuild();
                assertThat(operations(sales, spent).awaitServing(generation, Sales.PLENTY))
                        .isTrue();
            }
            done.set(true);
            Spent ofAnn = new Spent("ann", MANY + ann.get());
            Spent ofBen = new Spent("ben", ben.get());
            assertThat(documents(other, spent).find("ann")).contains(ofAnn);
            assertThat(documents(sales, spent).find("ben")).contains(ofBen);
            assertThat(operations(sales, spent)
                            .verify(Verification.everything())
                            .differences())
                    .isEmpty();
            assertThat(operations(sales, spent).status().serving()).isEqualTo(3);
        }
    }

    /** How many appends were made, each of which was there once it was answered. */
    private static int appendNeverStale(
            Sales sales, DocumentProjection<Spent, Sale> spent, String customer, long before, AtomicBoolean done) {
        int appended = 0;
        while (!done.get()) {
            assertThat(sales.happened("shop-" + customer, sold(customer, 1))).isInstanceOf(Committed.class);
            appended++;
            assertThat(documents(sales, spent).find(customer)).contains(new Spent(customer, before + appended));
        }
        return appended;
    }

    @ParameterizedTest
    @EnumSource
    void is_made_anew_in_the_background_with_progress_pause_and_throttle(Engine engine) throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicBoolean holding = new AtomicBoolean();
        DocumentProjection<Spent, Sale> spent = spent(1, sale -> {
            if (holding.get() && Thread.currentThread().getName().startsWith("daybook-spent@2")) {
                awaitQuietly(goOn);
            }
        });
        try (SqlEventStore store = engine.database(directory).open();
                Sales sales = new Sales(store, spent)) {
            try {
                fill(sales);
                holding.set(true);
                assertThat(operations(sales, spent).rebuild()).isEqualTo(2);
                Rebuild making = rebuild(sales, spent);
                assertThat(making.state()).isEqualTo(State.BUILDING);
                assertThat(making.position().value()).isLessThan(MANY);
                assertThat(making.head()).isEqualTo(store.head());
                happened(sales, sold("ann", 1));
                assertThat(documents(sales, spent).find("ann")).contains(new Spent("ann", MANY + 1));
                assertThat(operations(sales, spent).throttleRebuild(5)).isTrue();
                goOn.countDown();
                assertThat(operations(sales, spent).pauseRebuild()).isTrue();
                assertThat(rebuild(sales, spent).state()).isEqualTo(State.PAUSED);
                happened(sales, sold("ann", 1));
                assertThat(operations(sales, spent).throttleRebuild(0)).isTrue();
                assertThat(operations(sales, spent).resumeRebuild()).isTrue();
                assertThat(operations(sales, spent).awaitServing(2, Sales.PLENTY))
                        .isTrue();
                assertThat(documents(sales, spent).find("ann")).contains(new Spent("ann", MANY + 2));
                assertThat(operations(sales, spent).status().healthy()).isTrue();
            } finally {
                goOn.countDown(); // closing waits for the fold
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_rebuild_goes_on_where_it_was_after_a_restart(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        AtomicInteger folded = new AtomicInteger();
        DocumentProjection<Spent, Sale> spent = spent(1, sale -> folded.incrementAndGet());
        try (SqlEventStore store = database.open();
                Sales sales = new Sales(store, spent)) {
            fill(sales);
            operations(sales, spent).rebuild();
            operations(sales, spent).throttleRebuild(100);
            TestRun.await(
                    "some progress",
                    () -> operations(sales, spent).status().serving() == 2
                            || rebuild(sales, spent).position().value() > 0);
        }
        long reached;
        try (SqlEventStore store = database.open()) {
            reached = store.subscriptions()
                    .find("spent@2")
                    .orElseThrow()
                    .position()
                    .value();
            folded.set(0);
            try (Sales sales = new Sales(store, spent)) {
                operations(sales, spent).throttleRebuild(0);
                assertThat(operations(sales, spent).awaitServing(2, Sales.PLENTY))
                        .isTrue();
                assertThat(folded.get())
                        .as("folded after the restart, from " + reached)
                        .isLessThanOrEqualTo(MANY - (int) reached);
                assertThat(documents(sales, spent).find("ann")).contains(new Spent("ann", MANY));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void with_another_definition_the_old_documents_serve_until_new_ones_are_made(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        try (SqlEventStore store = database.open();
                Sales sales = new Sales(store, spent(1))) {
            fill(sales);
        }
        CountDownLatch goOn = new CountDownLatch(1);
        DocumentProjection<Spent, Sale> changed = spent(2, sale -> awaitQuietly(goOn));
        try (SqlEventStore store = database.open();
                Sales sales = new Sales(store, changed)) {
            try {
                assertThat(documents(sales, changed).find("ann")).contains(new Spent("ann", MANY));
                happened(sales, sold("ann", 1));
                ProjectionStatus status = operations(sales, changed).status();
                assertThat(status.serving()).isEqualTo(1);
                assertThat(status.following()).isEmpty();
                assertThat(status.rebuild()).isPresent();
                goOn.countDown();
                assertThat(documents(sales, changed).awaitPosition(store.head(), Sales.PLENTY))
                        .isTrue();
                assertThat(documents(sales, changed).find("ann")).contains(new Spent("ann", 10 * (MANY + 1)));
                happened(sales, sold("ann", 1));
                assertThat(documents(sales, changed).find("ann")).contains(new Spent("ann", 10 * (MANY + 2)));
            } finally {
                goOn.countDown(); // closing waits for the fold
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void old_and_new_nodes_append_all_the_time_while_one_takes_the_place_of_the_other(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        DocumentProjection<Spent, Sale> old = spent(1);
        CountDownLatch goOn = new CountDownLatch(1);
        DocumentProjection<Spent, Sale> changed = spent(2, sale -> awaitQuietly(goOn));
        try (SqlEventStore oldStore = database.open();
                SqlEventStore newStore = database.open();
                Sales oldNode = new Sales(oldStore, old)) {
            fill(oldNode);
            try (Sales newNode = new Sales(newStore, changed)) {
                happened(newNode, sold("ann", 1));
                happened(oldNode, sold("ann", 1));
                assertThat(documents(oldNode, old).awaitPosition(newStore.head(), Sales.PLENTY))
                        .isTrue();
                assertThat(documents(oldNode, old).find("ann")).contains(new Spent("ann", MANY + 2));
                happened(newNode, sold("ann", 1));
                assertThat(documents(oldNode, old).awaitPosition(newStore.head(), Sales.PLENTY))
                        .as("without another append of the old node")
                        .isTrue();
                assertThat(documents(newNode, changed).find("ann")).contains(new Spent("ann", MANY + 3));
                assertThat(operations(oldNode, old).status().healthy()).isTrue();

                goOn.countDown();
                assertThat(operations(newNode, changed).awaitServing(2, Sales.PLENTY))
                        .isTrue();
                happened(oldNode, sold("ann", 1));
                happened(newNode, sold("ann", 1));
                assertThat(documents(newNode, changed).awaitPosition(newStore.head(), Sales.PLENTY))
                        .isTrue();
                assertThat(documents(newNode, changed).find("ann")).contains(new Spent("ann", 10 * (MANY + 5)));
                happened(oldNode, sold("ann", 1));
                assertThat(documents(newNode, changed).awaitPosition(newStore.head(), Sales.PLENTY))
                        .isTrue();
                assertThat(documents(newNode, changed).find("ann")).contains(new Spent("ann", 10 * (MANY + 6)));
                TestRun.await(
                        "the old node says that it does not know what serves",
                        () -> !operations(oldNode, old).status().healthy());
            } finally {
                goOn.countDown(); // closing waits for the fold
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_appended_without_it_is_there_after_a_moment(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        DocumentProjection<Spent, Sale> spent = spent(1);
        try (SqlEventStore store = database.open();
                SqlEventStore other = database.open();
                Sales sales = new Sales(store, spent)) {
            happened(sales, sold("ann", 5));
            for (int i = 0; i < 3; i++) {
                other.commit(Sales.commit("b", sold("ann", 1)));
            }
            TestRun.await(
                    "all of it is there",
                    () -> documents(sales, spent).find("ann").equals(Optional.of(new Spent("ann", 8))));
            assertThat(operations(sales, spent).status().healthy()).isTrue();
            assertThat(documents(sales, spent).position()).isEqualTo(store.head());
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_appended_without_it_and_cannot_be_folded_is_shown_and_holds_nobody_up(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        DocumentProjection<Spent, Sale> spent = spent(1);
        try (SqlEventStore store = database.open();
                SqlEventStore other = database.open();
                Sales sales = new Sales(store, spent)) {
            happened(sales, sold("ann", 5));
            other.commit(Sales.commit("b", POISON));
            happened(sales, sold("ann", 1));
            TestRun.await(
                    "the status says why it does not get on",
                    () -> operations(sales, spent)
                            .status()
                            .following()
                            .flatMap(SubscriptionStatus::error)
                            .filter(error -> error.contains("Nobody sells that"))
                            .isPresent());
            assertThat(operations(sales, spent).status().healthy()).isFalse();
            happened(sales, sold("ann", 1));
            assertThat(documents(sales, spent).find("ann")).contains(new Spent("ann", 5));
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_was_appended_without_it_and_cannot_be_folded_keeps_nobody_from_starting(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        DocumentProjection<Spent, Sale> spent = spent(1);
        try (SqlEventStore store = database.open()) {
            try (Sales sales = new Sales(store, spent)) {
                happened(sales, sold("ann", 5));
            }
            store.commit(Sales.commit("b", POISON));
            try (Sales sales = new Sales(store, spent)) {
                assertThat(operations(sales, spent).status().healthy()).isFalse();
                assertThat(operations(sales, spent)
                                .status()
                                .following()
                                .flatMap(SubscriptionStatus::error)
                                .orElseThrow())
                        .contains("Nobody sells that");
                happened(sales, sold("ann", 1));
                assertThat(documents(sales, spent).find("ann")).contains(new Spent("ann", 5));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_new_generation_that_cannot_be_made_never_serves_and_holds_nobody_up(Engine engine) throws Exception {
        DocumentProjection<Spent, Sale> spent = spent(1, sale -> {
            if (Thread.currentThread().getName().startsWith("daybook-spent@2")) {
                throw new IllegalStateException("Not in a rebuild");
            }
        });
        try (SqlEventStore store = engine.database(directory).open();
                Sales sales = new Sales(store, spent)) {
            fill(sales);
            operations(sales, spent).rebuild();
            TestRun.await(
                    "the status says why", () -> rebuild(sales, spent).error().isPresent());
            happened(sales, sold("ann", 1));
            assertThat(documents(sales, spent).find("ann")).contains(new Spent("ann", MANY + 1));
            assertThat(operations(sales, spent).cancelRebuild()).isTrue();
            assertThat(operations(sales, spent).awaitServing(1, Duration.ZERO)).isTrue();
            assertThat(operations(sales, spent).status().healthy()).isTrue();
        }
    }
}
