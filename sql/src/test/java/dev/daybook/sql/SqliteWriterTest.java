package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.Metadata;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a writer keeps in mind of streams never stands in for what the file holds. */
final class SqliteWriterTest {

    private static final StreamId STREAM = StreamId.of("order", "42");

    @TempDir
    private Path directory;

    @Test
    void an_event_that_another_store_appended_to_a_known_stream_is_met_as_a_conflict() {
        Path file = directory.resolve("store.db");
        try (SqlEventStore one = SqlEventStore.sqlite(file);
                SqlEventStore other = SqlEventStore.sqlite(file)) {
            one.commit(append(ExpectedVersion.noneYet(), "{}"));
            other.commit(append(ExpectedVersion.exactly(Version.of(1)), "{}"));

            assertThat(one.commit(append(ExpectedVersion.exactly(Version.of(1)), "{}")))
                    .isInstanceOfSatisfying(
                            CommitResult.Conflict.class,
                            conflict -> assertThat(conflict.actual()).isEqualTo(Version.of(2)));
            assertThat(one.commit(append(ExpectedVersion.exactly(Version.of(2)), "{}")))
                    .isInstanceOf(CommitResult.Committed.class);
        }
    }

    @Test
    void a_commit_that_was_rolled_back_leaves_nothing_behind_in_the_writer() {
        try (SqlEventStore store = SqlEventStore.sqlite(directory.resolve("store.db"))) {
            store.commit(append(ExpectedVersion.noneYet(), "{}"));
            assertThatThrownBy(() -> store.commit(append(ExpectedVersion.exactly(Version.of(1)), "no JSON")))
                    .isInstanceOf(InvalidEventException.class);

            assertThat(store.commit(append(ExpectedVersion.exactly(Version.of(1)), "{}")))
                    .isInstanceOf(CommitResult.Committed.class);
            assertThat(store.version(STREAM)).isEqualTo(Version.of(2));
        }
    }

    private static Commit append(ExpectedVersion expected, String data) {
        return Commit.append(
                STREAM,
                expected,
                new SerializedEvent(UUID.randomUUID(), new EventType("order-placed", 1), data, Metadata.none()));
    }
}
