package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.ConfigurationException;
import dev.daybook.store.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files a store takes, and how it shares them. */
final class SqliteFileTest {

    @TempDir
    private Path directory;

    @Test
    void missing_directories_are_made() {
        Path file = directory.resolve("a/b/store.db");
        SqlEventStore.sqlite(file).close();
        assertThat(file).isRegularFile();
    }

    @Test
    void a_file_of_another_application_is_refused_and_stays_as_it_is() throws Exception {
        Path file = directory.resolve("contacts.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE person (name TEXT)");
            statement.execute("INSERT INTO person VALUES ('Anna')");
        }
        assertRefusedUntouched(file, "expected an empty one or one that Daybook made");
    }

    @Test
    void a_text_file_is_refused_and_stays_as_it_is() throws Exception {
        Path file = Files.writeString(directory.resolve("notes.txt"), "Call Anna. ".repeat(1_000));
        assertRefusedUntouched(file, "expected an empty one or one that Daybook made");
    }

    @Test
    void a_directory_is_refused() {
        assertThatThrownBy(() -> SqlEventStore.sqlite(directory))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("is a directory, expected the path of a file");
    }

    @Test
    void a_place_that_cannot_be_written_is_refused() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "not a directory");
        assertThatThrownBy(() -> SqlEventStore.sqlite(file.resolve("store.db")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("cannot be made or read");
        assertThat(file).hasContent("not a directory");
    }

    @Test
    void two_processes_write_to_one_file_and_see_all_of_each_other() throws Exception {
        int commitsPerThread = TestRun.rounds(60, 3_000);
        TestDatabase database = new TestDatabase.SqliteDatabase(directory.resolve("shared.db"));
        List<Acknowledged> acknowledged = new ArrayList<>();
        try (SqlEventStore store = database.open();
                ChildJvm child =
                        ChildJvm.start(database, TestRun.random("Two processes").nextLong(), commitsPerThread);
                Writers writers = Writers.start(store, 8, TestRun.random("Two processes, this one"))) {
            child.awaitAcknowledged(1); // both write now
            writers.awaitAcknowledged(100);
            acknowledged.addAll(child.join());
            acknowledged.addAll(writers.stop());
            assertThat(writers.failures()).isEmpty();
            StoreCheck.assertIntact(store, acknowledged);
            assertThat(store.head()).isGreaterThan(Position.START);
        }
    }

    private void assertRefusedUntouched(Path file, String message) throws IOException {
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> SqlEventStore.sqlite(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
        assertThat(file).hasBinaryContent(before);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }
}
