package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.ConfigurationException;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.StreamId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a store finds when it is opened: nothing yet, its own tables, or tables that it must not touch. */
final class OpeningTest {

    private static final String HISTORY = "${schema}\"daybook_schema_history\"";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void a_newer_schema_is_refused_and_stays_as_it_is(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        database.open().close();
        database.execute("INSERT INTO " + HISTORY + """
                 (installed_rank, version, description, type, script, checksum, installed_by,
                  installed_on, execution_time, success)
                SELECT 99, '99', 'from the future', 'SQL', 'V99__from_the_future.sql', 1, 'somebody',
                       installed_on, 1, success
                  FROM\s""" + HISTORY + " WHERE version = '1'");
        List<String> before = history(database);

        assertThatThrownBy(database::open)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is at schema version 99, this Daybook knows versions up to ")
                .hasMessageContaining("use the Daybook that upgraded it, or a newer one");

        assertThat(history(database)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void a_changed_migration_is_refused(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        database.open().close();
        database.execute("UPDATE " + HISTORY + " SET checksum = 4711 WHERE version = '1'");

        assertThatThrownBy(database::open)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot be used as a Daybook store")
                .hasMessageContaining("checksum mismatch");
    }

    @ParameterizedTest
    @EnumSource
    void stores_opened_on_a_new_place_at_the_same_moment_all_work(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        int stores = 4;
        CyclicBarrier start = new CyclicBarrier(stores);
        try (ExecutorService threads = Executors.newFixedThreadPool(stores)) {
            List<Future<Boolean>> opened = new ArrayList<>();
            for (int i = 0; i < stores; i++) {
                Commit commit = Workload.single(StreamId.of("opened", "" + i), ExpectedVersion.noneYet(), "x");
                opened.add(threads.submit(() -> {
                    start.await();
                    try (SqlEventStore store = database.open()) {
                        return store.commit(commit) instanceof Committed;
                    }
                }));
            }
            for (Future<Boolean> one : opened) {
                assertThat(one.get()).isTrue();
            }
        }
        try (SqlEventStore store = database.open()) {
            assertThat(store.head().value()).isEqualTo(stores);
            StoreCheck.assertIntact(store, List.of());
        }
    }

    private static List<String> history(TestDatabase database) throws Exception {
        return database.rows("SELECT version, description, checksum FROM " + HISTORY + " ORDER BY installed_rank");
    }
}
