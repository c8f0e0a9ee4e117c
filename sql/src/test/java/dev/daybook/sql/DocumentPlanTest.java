package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentCondition.Equal;
import dev.daybook.store.DocumentCondition.In;
import dev.daybook.store.DocumentCondition.Range;
import dev.daybook.store.DocumentOrder;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.DocumentQuery.Cursor;
import dev.daybook.store.FieldValue;
import dev.daybook.store.IndexedField;
import dev.daybook.store.Position;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Queries of documents go through an index, and neither read nor sort a whole collection for a page. */
final class DocumentPlanTest {

    private static final int DOCUMENTS = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final DocumentCollection COLLECTION =
            new DocumentCollection("orders", List.of(IndexedField.text("status"), IndexedField.number("total")));

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void a_page_is_one_scan_of_an_index(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        boolean sqlite = engine == Engine.SQLITE;
        try (SqlEventStore store = database.open()) {
            store.documents().prepare(COLLECTION, 1);
        }
        fill(database, sqlite);
        DocumentQuery all = DocumentQuery.of("orders", 20);
        FieldValue paid = FieldValue.of("status 7");
        FieldValue total = FieldValue.of(5_000);
        List<DocumentQuery> queries = List.of(
                all,
                all.after(new Cursor(Position.of(500), "order-500")),
                all.orderedBy(DocumentOrder.oldestFirst()),
                all.where(new Equal("status", paid)),
                all.where(new Equal("status", paid)).after(new Cursor(Position.of(500), "order-500")),
                all.where(new Range("total", Optional.of(total), Optional.empty()))
                        .orderedBy(DocumentOrder.by("total")),
                all.orderedBy(DocumentOrder.descendingBy("total")),
                all.orderedBy(DocumentOrder.by("total"))
                        .after(new Cursor(Optional.of(total), Position.of(5_000), "order-5000")),
                all.orderedBy(DocumentOrder.by("status"))
                        .after(new Cursor(Optional.of(paid), Position.of(7), "order-7")));
        try (Dialect dialect = dialect(database)) {
            for (DocumentQuery query : queries) {
                assertThat(plan(database, dialect, query, sqlite))
                        .as("%s", query)
                        .isNotEmpty()
                        .anyMatch(step -> step.contains("index") && step.contains("document_orders$1"))
                        .noneMatch(step ->
                                step.contains("seq scan") || step.contains("sort") || step.contains("temp b-tree"));
            }
            assertThat(plan(
                            database,
                            dialect,
                            all.where(new In("status", List.of(paid, FieldValue.of("status 8")))),
                            sqlite))
                    .anyMatch(step -> step.contains("index") && step.contains("document_orders$1"))
                    .noneMatch(step -> step.contains("seq scan"));
        }
    }

    private static void fill(TestDatabase database, boolean sqlite) throws Exception {
        String text = sqlite
                ? "'{\"status\":\"status ' || (n % 10) || '\",\"total\":' || n || '}'"
                : "('{\"status\":\"status ' || (n % 10) || '\",\"total\":' || n || '}')::json";
        database.execute("""
                WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < %d)
                INSERT INTO ${schema}"document_orders$1" (key, created, updated, data)
                SELECT 'order-' || n, n, n, %s FROM number
                """.formatted(DOCUMENTS, text));
        database.execute("ANALYZE");
    }

    private static List<String> plan(TestDatabase database, Dialect dialect, DocumentQuery query, boolean sqlite)
            throws Exception {
        String select =
                new CollectionQueries(new CollectionTable(COLLECTION, 1, dialect), dialect.documents()).select(query);
        String filled = select;
        for (Object value : values(query, sqlite)) {
            filled = filled.replaceFirst("\\?", value instanceof String text ? "'" + text + "'" : value.toString());
        }
        return database.rows((sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + filled).stream()
                .map(step -> step.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<Object> values(DocumentQuery query, boolean sqlite) {
        List<Object> values = new ArrayList<>();
        query.where().forEach(condition -> {
            if (condition instanceof In in) {
                values.add(
                        sqlite
                                ? "[\"status 7\",\"status 8\"]"
                                : "{" + in.among().get(0) + "," + in.among().get(1) + "}");
            } else {
                condition.values().forEach(value -> values.add(plain(value)));
            }
        });
        query.after().ifPresent(cursor -> {
            cursor.value().ifPresent(value -> values.add(plain(value)));
            values.add(cursor.created().value());
            values.add(cursor.key());
        });
        values.add(query.limit());
        return values;
    }

    private static Object plain(FieldValue value) {
        return switch (value) {
            case FieldValue.TextValue(String text) -> text;
            case FieldValue.NumberValue number -> number.number();
        };
    }

    private static Dialect dialect(TestDatabase database) {
        return switch (database) {
            case TestDatabase.SqliteDatabase(Path file) ->
                new SqliteDialect(SqliteFile.at(file).dataSource(PATIENCE), 1, InstantSource.system(), PATIENCE);
            case TestDatabase.PostgresDatabase(String url, String schema) -> {
                PGSimpleDataSource source = new PGSimpleDataSource();
                source.setUrl(url);
                yield new PostgresDialect(source, () -> {}, schema, null, PATIENCE);
            }
        };
    }
}
