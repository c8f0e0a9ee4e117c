package dev.daybook.sql.projection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.event.JsonCodec;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.ProjectionOperations;
import dev.daybook.projection.Verification;
import dev.daybook.sql.Engine;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.TestRun;
import dev.daybook.sql.command.Child;
import dev.daybook.sql.projection.Sales.Sale;
import dev.daybook.sql.projection.Spending.Spent;
import dev.daybook.store.Generation;
import dev.daybook.store.Generation.State;
import dev.daybook.store.Generations;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.SubscriptionStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node is killed while it appends and makes documents anew, of a projection that follows the log and of one that changes with
 * each append. The next one goes on from there, and in the end both are what the log says.
 */
final class RebuildCrashTest {

    private static final int KILLS = TestRun.rounds(2, 20);

    /** Further from the end than what is folded with the swap at most. */
    private static final int SALES_BEFORE = 15_000;

    private static final int SALES_OF_AN_APPEND = 50;
    private static final int EVENTS_PER_SECOND = 10;
    private static final int MOST_BEFORE_DEATH = 30;
    private static final int SALES_OF_A_NODE = 10;

    private final List<DocumentProjection<Spent, Sale>> projections = SalesProcess.projections();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @Test
    void goes_on_after_kills_on_sqlite() throws Exception {
        killWhileRebuilding(Engine.SQLITE);
    }

    @Test
    void goes_on_after_kills_on_postgres() throws Exception {
        killWhileRebuilding(Engine.POSTGRES_NEWEST);
    }

    private void killWhileRebuilding(Engine engine) throws Exception {
        Random random = TestRun.random("Killed rebuild on " + engine);
        TestDatabase database = engine.database(directory);
        begin(database);
        Map<String, Long> reached = new HashMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            int more = 1 + random.nextInt(MOST_BEFORE_DEATH);
            try (Child child = start(database, random);
                    SqlEventStore store = database.open()) {
                long sold = store.head().value() + SALES_OF_A_NODE;
                TestRun.await("both get on from where they were, while more is sold", () -> {
                    child.requireAlive();
                    return store.head().value() >= sold
                            && projections.stream()
                                    .allMatch(
                                            one -> reached(store, one) >= reached.getOrDefault(one.name(), 0L) + more);
                });
                TestRun.passMoment(random);
                child.kill();
                for (DocumentProjection<Spent, Sale> one : projections) {
                    assertThat(states(store, one)).containsExactly(State.SERVING, State.BUILDING);
                    reached.put(one.name(), reached(store, one));
                }
            }
        }
        database.awaitUnused();
        endAndCheck(database, reached);
    }

    /** A log, and rebuilds that would take long. */
    private void begin(TestDatabase database) {
        try (SqlEventStore store = database.open();
                Sales sales = SalesProcess.start(store, projections)) {
            for (int i = 0; i < SALES_BEFORE / SALES_OF_AN_APPEND; i++) {
                Sale[] some = new Sale[SALES_OF_AN_APPEND];
                Arrays.setAll(some, n -> Spending.sold(SalesProcess.CUSTOMERS.get(n % 5), n));
                sales.happened("first", some);
            }
        }
        try (SqlEventStore store = database.open()) {
            Generations generations = store.documents().generations();
            for (DocumentProjection<Spent, Sale> one : projections) {
                String fingerprint = generations.list(one.name()).getFirst().fingerprint();
                assertThat(generations.begin(one.collection(), fingerprint).number())
                        .isEqualTo(2);
                assertThat(generations.throttle(one.name(), 2, EVENTS_PER_SECOND))
                        .isTrue();
            }
        }
    }

    private static Child start(TestDatabase database, Random random) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("" + random.nextLong()));
        arguments.addAll(database.toArguments());
        return Child.start(SalesProcess.class, arguments.toArray(String[]::new));
    }

    private static long reached(SqlEventStore store, DocumentProjection<Spent, Sale> one) {
        return store.subscriptions()
                .find(Generation.subscription(one.name(), 2))
                .map(SubscriptionStore.Known::position)
                .orElse(Position.START)
                .value();
    }

    private static List<State> states(SqlEventStore store, DocumentProjection<Spent, Sale> one) {
        return store.documents().generations().list(one.name()).stream()
                .map(Generation::state)
                .toList();
    }

    private void endAndCheck(TestDatabase database, Map<String, Long> reached) throws Exception {
        try (SqlEventStore store = database.open();
                Sales sales = SalesProcess.start(store, projections)) {
            Map<String, Spent> expected = fold(store);
            for (DocumentProjection<Spent, Sale> one : projections) {
                assertThat(reached(store, one)).isGreaterThanOrEqualTo(reached.get(one.name()));
                ProjectionOperations operations =
                        sales.projections().operations(one).orElseThrow();
                assertThat(operations.throttleRebuild(0)).isTrue();
                assertThat(operations.awaitServing(2, Sales.PLENTY)).isTrue();
                assertThat(operations.awaitPosition(store.head(), Sales.PLENTY)).isTrue();
                assertThat(sales.projections().documents(one).orElseThrow().findAll(expected.keySet()))
                        .isEqualTo(expected);
                assertThat(operations.verify(Verification.everything()).differences())
                        .isEmpty();
                assertThat(operations.status().healthy()).isTrue();
            }
            System.out.println(
                    KILLS + " kills, rebuilt up to " + reached + " of " + store.head() + " events before the end");
        }
    }

    /** What the log says, read apart from any projection. */
    private static Map<String, Spent> fold(SqlEventStore store) {
        Map<String, Spent> folded = new HashMap<>();
        List<StoredEvent> page = store.readAll(Position.START, 1_000);
        while (!page.isEmpty()) {
            for (StoredEvent event : page) {
                Sale.Sold sold = JsonCodec.standard().read(event.data(), Sale.Sold.class);
                folded.merge(
                        sold.customer(),
                        new Spent(sold.customer(), sold.cents()),
                        (one, other) -> new Spent(one.customer(), one.cents() + other.cents()));
            }
            page = store.readAll(page.getLast().position(), 1_000);
        }
        return folded;
    }
}
