package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.StreamId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The statements that appends and reads need on every turn go through an index, however long the log. */
final class PlanTest {

    private static final int STREAMS = 100;
    private static final int EVENTS = 6_000;
    private static final String LONG_STREAM = "'order-0'";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void no_hot_statement_reads_or_sorts_the_whole_log(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        try (EventStore store = database.open()) {
            fill(store);
        }
        database.execute("ANALYZE");
        boolean sqlite = engine == Engine.SQLITE;
        Statements statements = new Statements(database.qualifier());
        String byId = statements.eventsWhere(
                sqlite
                        ? "id IN (SELECT value FROM json_each('[\"x\"]'))"
                        : "id = ANY (ARRAY['00000000-0000-0000-0000-000000000000']::uuid[])");

        assertThat(List.of(
                        filled(statements.readStream(), LONG_STREAM, "10", "100"),
                        filled(statements.readAll(), "4000", "100"),
                        filled(statements.version(), LONG_STREAM),
                        byId))
                .allSatisfy(statement -> assertThat(plan(database, sqlite, statement))
                        .isNotEmpty()
                        .anyMatch(step -> sqlite ? step.contains("search event") : step.contains("index"))
                        .noneMatch(step -> step.contains("seq scan on event")
                                || step.contains("scan event")
                                || step.contains("sort")
                                || step.contains("temp b-tree")));
    }

    /** Every other event is of the same stream. */
    private static void fill(EventStore store) {
        List<Commit> commits = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            StreamId stream = StreamId.of("order", Integer.toString(i % 2 == 0 ? 0 : i % STREAMS));
            commits.add(Workload.single(stream, ExpectedVersion.any(), "x"));
        }
        store.commit(commits);
    }

    /** The statement with values in place of its parameters. */
    private static String filled(String statement, String... values) {
        String text = statement;
        for (String value : values) {
            text = text.replaceFirst("\\?", value);
        }
        return text;
    }

    /** The steps, in lower case. */
    private static List<String> plan(TestDatabase database, boolean sqlite, String statement) throws Exception {
        Stream<String> steps = database.rows((sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + statement).stream();
        return steps.map(step -> step.toLowerCase(Locale.ROOT)).toList();
    }
}
