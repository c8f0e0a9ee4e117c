package dev.daybook.sql.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.ConfigurationException;
import dev.daybook.projection.ProjectionOperations;
import dev.daybook.sql.Engine;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.SqlProjection;
import dev.daybook.sql.SqlProjectionBuilder;
import dev.daybook.sql.SqlSession;
import dev.daybook.sql.SqlStatementException;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.TestRun;
import dev.daybook.sql.projection.Sales.Sale;
import dev.daybook.store.Intervention;
import dev.daybook.store.Position;
import dev.daybook.subscription.FailurePolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A projection of tables and statements of the user. */
@Timeout(360)
final class SqlProjectionTest {

    private static final String ADD = """
            INSERT INTO {revenue_by_day} AS r (day, cents) VALUES (?, ?)
            ON CONFLICT (day) DO UPDATE SET cents = r.cents + excluded.cents
            """;

    private static final String ROWS = "SELECT day, cents FROM ${schema}revenue_by_day ORDER BY day";

    @TempDir
    private Path directory;

    private static SqlProjectionBuilder<Sale> revenue() {
        return SqlProjection.named("revenue")
                .table(
                        "revenue_by_day",
                        "CREATE TABLE {revenue_by_day} (day date NOT NULL PRIMARY KEY, cents bigint NOT NULL)",
                        "CREATE INDEX {revenue_by_day$cents} ON {revenue_by_day} (cents)")
                .of(Sale.class);
    }

    private static void add(Sale sale, SqlSession sql) {
        switch (sale) {
            case Sale.Sold sold -> sql.update(ADD, sold.day(), sold.cents());
            case Sale.Returned returned -> sql.update(ADD, returned.day(), -returned.cents());
        }
    }

    private static Sale sold(int day, long cents) {
        return new Sale.Sold("ann", Sales.MONDAY.plusDays(day), cents);
    }

    private static void awaitAll(SqlEventStore store, ProjectionOperations projection) throws InterruptedException {
        assertThat(projection.awaitPosition(store.head(), Sales.PLENTY)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void shows_every_event_once_in_a_view_of_the_plain_name(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        SqlProjection<Sale> revenue = revenue().onEach((recorded, sql) -> add(recorded.event(), sql));
        for (int start = 0; start < 3; start++) {
            try (SqlEventStore store = database.open();
                    Sales sales = new Sales(store, revenue)) {
                for (int i = 0; i < 100; i++) {
                    sales.happened("a", sold(i % 2, 3), sold(0, 1), new Sale.Returned("ann", Sales.MONDAY, 1));
                }
                awaitAll(store, sales.projections().operations(revenue).orElseThrow());
                assertThat(store.query(
                                revenue,
                                "SELECT day FROM {revenue_by_day} WHERE day > ? ORDER BY day",
                                row -> row.date("day"),
                                Sales.MONDAY))
                        .containsExactly(Sales.MONDAY.plusDays(1));
            }
        }
        assertThat(database.rows(ROWS)).containsExactly("2026-03-02|450", "2026-03-03|450");
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void deals_with_many_events_at_once(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        SqlProjection<Sale> revenue = revenue().onBatch((events, sql) -> {
            long total = events.stream()
                    .map(recorded -> recorded.event())
                    .mapToLong(sale -> sale instanceof Sale.Sold sold ? sold.cents() : 0)
                    .sum();
            sql.updateNow(ADD, Sales.MONDAY, total);
        });
        try (SqlEventStore store = database.open();
                Sales sales = new Sales(store, revenue)) {
            for (int i = 0; i < 50; i++) {
                sales.happened("a", sold(i, 2), sold(i, 3));
            }
            awaitAll(store, sales.projections().operations(revenue).orElseThrow());
        }
        assertThat(database.rows(ROWS)).containsExactly("2026-03-02|250");
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void queries_see_what_was_updated_before(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        AtomicReference<List<String>> seen = new AtomicReference<>(List.of());
        SqlProjection<Sale> revenue = revenue().onEach((recorded, sql) -> {
            add(recorded.event(), sql);
            seen.set(sql.query(
                    "SELECT day, cents FROM {revenue_by_day} WHERE cents > ?",
                    row -> row.date("day") + " " + row.number("cents"),
                    1));
        });
        try (SqlEventStore store = database.open();
                Sales sales = new Sales(store, revenue)) {
            sales.happened("a", sold(0, 5), sold(0, 6));
            awaitAll(store, sales.projections().operations(revenue).orElseThrow());
        }
        assertThat(seen.get()).containsExactly("2026-03-02 11");
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void what_fails_changes_nothing_and_is_tried_again(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        AtomicBoolean mended = new AtomicBoolean();
        SqlProjection<Sale> revenue = revenue()
                .onFailure(FailurePolicy.park(1_000_000))
                .onEach((recorded, sql) -> {
                    add(recorded.event(), sql);
                    if (!mended.get()) {
                        sql.updateNow("INSERT INTO {revenue_by_day} (day, cents) VALUES (?, ?)", null, 1);
                    }
                });
        try (SqlEventStore store = database.open();
                Sales sales = new Sales(store, revenue)) {
            ProjectionOperations operations =
                    sales.projections().operations(revenue).orElseThrow();
            sales.happened("a", sold(0, 5));
            TestRun.await(
                    "the event to be kept aside", () -> store.subscriptions().parkedCount("revenue@1") == 1);
            assertThat(database.rows(ROWS)).isEmpty();
            mended.set(true);
            TestRun.await(
                    "the event to be dealt with", () -> store.subscriptions().parkedCount("revenue@1") == 0);
            awaitAll(store, operations);
        }
        assertThat(database.rows(ROWS)).containsExactly("2026-03-02|5");
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void a_failing_statement_undoes_its_step_also_where_the_handler_catches_it(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        AtomicBoolean mended = new AtomicBoolean();
        SqlProjection<Sale> revenue = revenue()
                .onFailure(FailurePolicy.park(1_000_000))
                .onEach((recorded, sql) -> {
                    add(recorded.event(), sql);
                    if (!mended.get()) {
                        try {
                            sql.updateNow("INSERT INTO {revenue_by_day} (day, cents) VALUES (?, ?)", null, 1);
                        } catch (SqlStatementException e) {
                            assertThat(e).hasMessageContaining("refused the statement");
                        }
                    }
                });
        try (SqlEventStore store = database.open();
                Sales sales = new Sales(store, revenue)) {
            sales.happened("a", sold(0, 5));
            TestRun.await(
                    "the event to be kept aside", () -> store.subscriptions().parkedCount("revenue@1") == 1);
            assertThat(database.rows(ROWS)).isEmpty();
            mended.set(true);
            TestRun.await(
                    "the event to be dealt with", () -> store.subscriptions().parkedCount("revenue@1") == 0);
        }
        assertThat(database.rows(ROWS)).containsExactly("2026-03-02|5");
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void a_statement_cannot_break_out_of_the_transaction(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        for (String statement : List.of("COMMIT", "-- done\n rollback", "DELETE FROM {revenue_by_day}; COMMIT")) {
            SqlProjection<Sale> revenue = revenue()
                    .onFailure(FailurePolicy.stop(1))
                    .onEach((recorded, sql) -> {
                        add(recorded.event(), sql);
                        sql.updateNow(statement);
                    });
            try (SqlEventStore store = database.open();
                    Sales sales = new Sales(store, revenue)) {
                sales.happened("a", sold(0, 5));
                TestRun.await(
                        "the projection to fail",
                        () -> !sales.projections()
                                .operations(revenue)
                                .orElseThrow()
                                .status()
                                .healthy());
                assertThat(store.subscriptions().find("revenue@1").orElseThrow().position())
                        .isEqualTo(Position.START);
            }
            assertThat(database.rows(ROWS)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void is_made_anew_beside_what_serves_when_its_definition_has_changed(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        SqlProjection<Sale> first = revenue().onEach((recorded, sql) -> add(recorded.event(), sql));
        try (SqlEventStore store = database.open();
                Sales sales = new Sales(store, first)) {
            sales.happened("a", sold(0, 5), sold(1, 6));
            awaitAll(store, sales.projections().operations(first).orElseThrow());
        }
        SqlProjection<Sale> changed = SqlProjection.named("revenue")
                .table("revenue_by_day", "CREATE TABLE {revenue_by_day} (cents bigint NOT NULL, sales bigint NOT NULL)")
                .of(Sale.class)
                .onBatch((events, sql) -> events.forEach(recorded -> sql.update(
                        "INSERT INTO {revenue_by_day} (cents, sales) VALUES (?, ?)",
                        recorded.event() instanceof Sale.Sold sold ? sold.cents() : 0,
                        1)));
        try (SqlEventStore store = database.open();
                Sales sales = new Sales(store, changed)) {
            assertThat(sales.projections().operations(changed).orElseThrow().awaitServing(2, Sales.PLENTY))
                    .isTrue();
            sales.happened("a", sold(1, 7));
            awaitAll(store, sales.projections().operations(changed).orElseThrow());
        }
        assertThat(database.rows("SELECT cents, sales FROM ${schema}revenue_by_day ORDER BY cents"))
                .containsExactly("5|1", "6|1", "7|1");
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void is_made_anew_when_its_events_are_shared_out_otherwise(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        List<SqlProjectionBuilder<Sale>> definitions = List.of(
                revenue().partitions(4),
                revenue().partitions(4).keyedBy(recorded -> "one"),
                revenue().partitions(8).keyedBy(recorded -> "one"));
        for (int generation = 1; generation <= definitions.size(); generation++) {
            SqlProjection<Sale> revenue =
                    definitions.get(generation - 1).onEach((recorded, sql) -> add(recorded.event(), sql));
            try (SqlEventStore store = database.open();
                    Sales sales = new Sales(store, revenue)) {
                sales.happened("shop " + generation, sold(0, 5), sold(0, 6));
                ProjectionOperations operations =
                        sales.projections().operations(revenue).orElseThrow();
                assertThat(operations.awaitServing(generation, Sales.PLENTY)).isTrue();
                awaitAll(store, operations);
            }
            assertThat(database.rows(ROWS)).containsExactly("2026-03-02|" + 11 * generation);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void is_not_reset_in_place_without_its_being_said_to_be_known(Engine engine) {
        try (SqlEventStore store = engine.database(directory).open();
                Sales sales = new Sales(store, revenue().onEach((recorded, sql) -> add(recorded.event(), sql)))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> sales.subscriptions()
                            .reset("revenue@1", Position.START, false, new Intervention("ann", "a test")))
                    .withMessageContaining("rebuild the projection instead");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_view_on_its_view_shows_the_next_generation(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        SqlProjection<Sale> revenue = revenue().onEach((recorded, sql) -> add(recorded.event(), sql));
        try (SqlEventStore store = database.open();
                Sales sales = new Sales(store, revenue)) {
            sales.happened("a", sold(0, 5));
            database.execute("CREATE VIEW ${schema}best_days AS SELECT day FROM ${schema}revenue_by_day");
            ProjectionOperations operations =
                    sales.projections().operations(revenue).orElseThrow();
            assertThat(operations.awaitServing(operations.rebuild(), Sales.PLENTY))
                    .isTrue();
            sales.happened("a", sold(1, 5));
            awaitAll(store, operations);
        }
        assertThat(database.rows("SELECT day FROM ${schema}best_days ORDER BY day"))
                .containsExactly("2026-03-02", "2026-03-03");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE") // where a view is not bound to those it shows
    void a_view_on_a_column_that_goes_holds_the_next_generation_up_and_that_is_said(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        SqlProjection<Sale> first = revenue().onEach((recorded, sql) -> add(recorded.event(), sql));
        try (SqlEventStore store = database.open();
                Sales sales = new Sales(store, first)) {
            sales.happened("a", sold(0, 5));
            awaitAll(store, sales.projections().operations(first).orElseThrow());
        }
        database.execute("CREATE VIEW ${schema}best_days AS SELECT day FROM ${schema}revenue_by_day");
        SqlProjection<Sale> changed = SqlProjection.named("revenue")
                .table("revenue_by_day", "CREATE TABLE {revenue_by_day} (sales bigint NOT NULL)")
                .of(Sale.class)
                .onEach((recorded, sql) -> sql.update("INSERT INTO {revenue_by_day} (sales) VALUES (?)", 1));
        try (SqlEventStore store = database.open();
                Sales sales = new Sales(store, changed)) {
            ProjectionOperations operations =
                    sales.projections().operations(changed).orElseThrow();
            TestRun.await(
                    "the reason to be told",
                    () -> operations.status().rebuild().orElseThrow().error().stream()
                            .anyMatch(
                                    error -> error.contains("best_days") && error.contains("Drop what depends on it")));
            database.execute("DROP VIEW ${schema}best_days");
            assertThat(operations.awaitServing(2, Sales.PLENTY)).isTrue();
        }
        assertThat(database.rows("SELECT sales FROM ${schema}revenue_by_day")).containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void its_tables_and_checkpoint_may_lie_in_another_database(Engine engine) throws Exception {
        TestDatabase elsewhere = engine.database(Files.createDirectory(directory.resolve("elsewhere")));
        try (SqlEventStore store = engine.database(directory).open();
                SqlEventStore tables = elsewhere.open()) {
            SqlProjection<Sale> revenue =
                    revenue().database(tables).onEach((recorded, sql) -> add(recorded.event(), sql));
            try (Sales sales = new Sales(store, revenue)) {
                sales.happened("a", sold(0, 5), sold(0, 6));
                awaitAll(store, sales.projections().operations(revenue).orElseThrow());
            }
            assertThat(store.subscriptions().find("revenue@1")).isEmpty();
            assertThat(tables.subscriptions().find("revenue@1").orElseThrow().position())
                    .isEqualTo(Position.of(2));
        }
        assertThat(elsewhere.rows(ROWS)).containsExactly("2026-03-02|11");
    }

    @ParameterizedTest
    @EnumSource
    void a_table_that_cannot_be_made_is_said_at_the_start(Engine engine) {
        SqlProjection<Sale> broken = SqlProjection.named("broken")
                .table("t", "CREATE TABLE {t} (day nothing here")
                .of(Sale.class)
                .onEach((recorded, sql) -> {});
        try (SqlEventStore store = engine.database(directory).open()) {
            assertThatThrownBy(() -> new Sales(store, broken).close())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("cannot make table t");
        }
    }
}
