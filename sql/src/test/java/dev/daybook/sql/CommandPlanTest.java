package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.StreamId;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A long queue is neither read nor sorted as a whole, whether it is read page by page or commits add to it. */
final class CommandPlanTest {

    private static final int PENDING = 20_000;
    private static final int FEW = 20;
    private static final int COMMITS_AT_A_TIME = 20;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void no_page_of_a_queue_reads_or_sorts_all_of_it(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        boolean sqlite = engine == Engine.SQLITE;
        database.open().close();
        fill(database, sqlite, 1, PENDING);
        database.execute("ANALYZE");
        String read = new Statements(database.qualifier())
                .qualified(CommandStatements.READ)
                .replaceFirst("\\?", "'long'")
                .replaceFirst("\\?", "10000")
                .replaceFirst("\\?", "'1010'")
                .replaceFirst("\\?", "256")
                .replaceFirst("\\?", "100");

        List<String> plan = database.rows((sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + read).stream()
                .map(step -> step.toLowerCase(Locale.ROOT))
                .toList();

        assertThat(plan)
                .isNotEmpty()
                .anyMatch(
                        step -> sqlite ? step.contains("search c using") : step.contains("index scan using command_pk"))
                .noneMatch(step -> step.contains("seq scan on command")
                        || step.contains("scan c")
                        || step.contains("sort")
                        || step.contains("temp b-tree"));
    }

    @ParameterizedTest
    @EnumSource
    void whether_a_command_is_the_first_of_its_stream_is_found_without_reading_those_before_it(Engine engine)
            throws Exception {
        TestDatabase database = engine.database(directory);
        boolean sqlite = engine == Engine.SQLITE;
        database.open().close();
        fill(database, sqlite, 1, PENDING);
        database.execute("ANALYZE");
        String park = new Statements(database.qualifier())
                .qualified(CommandParking.PARK)
                .replaceFirst("\\?", sqlite ? "'2026-01-31T12:00:00.000000Z'" : "now()")
                .replaceFirst("\\?", "1")
                .replaceFirst("\\?", "'It failed'")
                .replaceFirst("\\?", "'long'")
                .replaceFirst("\\?", "19000")
                .replaceFirst("\\?", sqlite ? "'x'" : "gen_random_uuid()")
                .replaceFirst("\\?", "'lease'")
                .replaceFirst("\\?", "1");

        assertThat(database.rows((sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + park))
                .anyMatch(step -> step.contains("command_stream"));
    }

    @Test
    void a_writer_that_began_with_short_queues_does_not_read_them_whole_once_they_are_long() throws Exception {
        TestDatabase database = TestDatabase.postgres(PostgresServer.newest());
        try (SqlEventStore store = database.open()) {
            fill(database, false, 1, FEW);
            database.execute("ANALYZE ${schema}command");
            commitSome(store);
            fill(database, false, FEW + 1, PENDING);
            TestRun.await("statistics of the writers", () -> {
                commitSome(store);
                return reads(database, "idx_scan") > 0;
            });
            assertThat(reads(database, "seq_tup_read")).isLessThan(PENDING);
        }
    }

    private static void fill(TestDatabase database, boolean sqlite, int from, int to) throws Exception {
        String id = sqlite ? "printf('00000000-0000-0000-0000-%012d', n)" : "gen_random_uuid()";
        String time = sqlite ? "'2026-01-31T12:00:00.000000Z'" : "now()";
        database.execute("""
                WITH RECURSIVE number (n) AS (SELECT %d UNION ALL SELECT n + 1 FROM number WHERE n < %d)
                INSERT INTO ${schema}command (sequence, enqueued_at, id, hash, slice, queue, stream, type, payload)
                SELECT n, %s, %s, %s, n %% 1024, 'long', 'order-' || n, 'place-order', '{}'
                  FROM number
                """.formatted(from, to, time, id, id));
    }

    private static void commitSome(SqlEventStore store) {
        for (int i = 0; i < COMMITS_AT_A_TIME; i++) {
            SerializedCommand command = CommandSamples.command(StreamId.of("order", "new"), "{}");
            assertThat(store.commit(CommandSamples.enqueue(command))).isInstanceOf(Committed.class);
            assertThat(store.commit(CommandSamples.refuse(command, "Too late"))).isInstanceOf(Committed.class);
        }
    }

    private static long reads(TestDatabase database, String counter) throws Exception {
        String schema = database.qualifier().replace("\"", "").replace(".", "");
        return Long.parseLong(database.rows("SELECT coalesce(sum(" + counter + "), 0) FROM pg_stat_user_tables"
                        + " WHERE schemaname = '" + schema + "' AND relname IN ('command', 'outcome')")
                .getFirst());
    }
}
