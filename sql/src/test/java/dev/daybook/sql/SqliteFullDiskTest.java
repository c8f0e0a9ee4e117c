package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.CommitResult;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.CommitResult.Failed;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** SQLite meets its own error for a full disk when a file may not grow beyond so many pages. */
final class SqliteFullDiskTest {

    private static final StreamId ORDER = StreamId.of("order", "1");
    private static final String PADDING = "x".repeat(2_000);
    private static final int SMALL = 64;

    @TempDir
    private Path directory;

    /** Connections to a file on a disk that has only so much room. */
    private static final class SmallDisk extends SQLiteDataSource {
        private volatile int pages = SMALL;

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA max_page_count = " + pages);
            }
            return connection;
        }
    }

    @Test
    void a_full_disk_stores_nothing_harms_nothing_and_is_over_when_there_is_room() throws Exception {
        Path path = directory.resolve("store.db");
        TestDatabase database = new TestDatabase.SqliteDatabase(path);
        SqliteFile file = SqliteFile.at(path);
        SmallDisk disk = smallDisk(file);
        try (EventStore store = SqlEventStore.sqlite(file, disk, SqlStoreConfig.defaults())) {
            List<Acknowledged> acknowledged = new ArrayList<>();
            CommitResult refused = appendUntilRefused(store, acknowledged);

            assertThat(refused)
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.error())
                                    .hasMessageContaining("SQLITE_FULL")
                                    .isInstanceOfSatisfying(
                                            StoreUnavailableException.class,
                                            error -> assertThat(error.outcome()).isEqualTo(Outcome.NOT_STORED)));
            assertThat(acknowledged).isNotEmpty();
            StoreCheck.assertIntact(store, acknowledged);
            assertThat(store.readStream(ORDER, Version.NONE, 1)).hasSize(1);
            assertThat(database.rows("PRAGMA integrity_check")).containsExactly("ok");

            disk.pages = 10 * SMALL;

            assertThat(store.commit(Workload.single(ORDER, ExpectedVersion.any(), PADDING)))
                    .isInstanceOf(Committed.class);
            assertThat(store.head()).isEqualTo(Position.of(acknowledged.size() + 1L));
            StoreCheck.assertIntact(store, acknowledged);
        }
        assertThat(database.rows("PRAGMA integrity_check")).containsExactly("ok");
    }

    private static CommitResult appendUntilRefused(EventStore store, List<Acknowledged> acknowledged) {
        for (int i = 0; i < 10 * SMALL; i++) {
            var commit = Workload.single(ORDER, ExpectedVersion.any(), PADDING);
            CommitResult result = store.commit(List.of(commit)).getFirst();
            var one = Acknowledged.of(commit, result);
            if (one.isEmpty()) {
                return result;
            }
            acknowledged.add(one.get());
        }
        throw new AssertionError("The disk never got full");
    }

    private static SmallDisk smallDisk(SqliteFile file) {
        SQLiteDataSource usual = (SQLiteDataSource) file.dataSource(Duration.ofSeconds(5));
        SmallDisk disk = new SmallDisk();
        disk.setConfig(usual.getConfig());
        disk.setUrl(usual.getUrl());
        return disk;
    }
}
