package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However much a subscription keeps aside, what is looked for often is found through indexes. */
final class SubscriptionPlanTest {

    private static final int KEPT = 20_000;
    private static final int KEYS = 200;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void what_is_tried_next_is_found_without_reading_those_that_wait(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        fill(database, engine);

        List<String> plan = plan(database, engine, SubscriptionStatements.DUE, "'s'", "0", "1");

        assertThat(plan)
                .anyMatch(step -> step.contains("parked_event_due"))
                .noneMatch(SubscriptionPlanTest::readsOrSortsAll);
    }

    @ParameterizedTest
    @EnumSource
    void old_records_are_found_without_reading_or_sorting_what_else_is_kept_aside(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        fill(database, engine);

        List<String> plan = plan(
                database,
                engine,
                SubscriptionStatements.FORGET_SKIPPED,
                "'s'",
                "0",
                "'s'",
                "0",
                "1000",
                "'s'",
                "0",
                "100");

        assertThat(plan)
                .anyMatch(step -> step.contains("parked_event_skipped"))
                .noneMatch(SubscriptionPlanTest::readsOrSortsAll);
    }

    private static boolean readsOrSortsAll(String step) {
        return step.contains("seq scan on parked_event")
                || step.contains("scan parked_event using")
                || step.contains("scan p using")
                || step.contains("sort key")
                || step.contains("temp b-tree for order by");
    }

    /** One of each key is tried again, all others wait behind it; as many records of what was passed over lie beside them. */
    private static void fill(TestDatabase database, Engine engine) throws Exception {
        database.open().close();
        String time = engine == Engine.SQLITE ? "'2026-01-31T12:00:00.000000Z'" : "now()";
        database.execute("""
                WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < %1$d)
                INSERT INTO ${schema}parked_event
                       (position, parked_at, retry_at, partition, attempts, subscription, key, state, error)
                SELECT n, %3$s, CASE WHEN n <= %2$d THEN %3$s END, 0, 0, 's',
                       CASE WHEN n %% 2 = 0 OR n <= %2$d THEN 'key-' || (n %% %2$d) ELSE 'skipped-' || n END,
                       CASE WHEN n <= %2$d THEN 'retrying' WHEN n %% 2 = 0 THEN 'waiting' ELSE 'skipped' END, ''
                  FROM number
                """.formatted(KEPT, KEYS, time));
        database.execute("ANALYZE");
    }

    /** The steps, in lower case. */
    private static List<String> plan(TestDatabase database, Engine engine, String statement, String... values)
            throws Exception {
        String text = new Statements(database.qualifier()).qualified(statement);
        for (String value : values) {
            text = text.replaceFirst("\\?", value);
        }
        return database.rows((engine == Engine.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + text).stream()
                .map(step -> step.toLowerCase(Locale.ROOT))
                .toList();
    }
}
