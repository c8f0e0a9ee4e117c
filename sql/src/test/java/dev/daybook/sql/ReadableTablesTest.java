package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.EventStore;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Metadata;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StreamId;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a person finds who looks into the database with its own shell, with the same statements on every engine. */
final class ReadableTablesTest {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void the_log_can_be_read_with_plain_sql(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        StreamId order = StreamId.of("order", "42");
        try (EventStore store = database.open()) {
            store.commit(Commit.append(
                    order,
                    ExpectedVersion.noneYet(),
                    event("order-placed", "{\"customer\":\"Zoë\",\"total\":12.50}"),
                    event("order-paid", "{\"amount\":12.50}")));
        }

        assertThat(database.rows("""
                SELECT position, stream, version, type, revision, data ->> 'customer', correlation_id, causation_id
                  FROM ${schema}event
                 WHERE stream = 'order-42' AND type = 'order-placed'
                """)).containsExactly("1|order-42|1|order-placed|1|Zoë|request-1|command-1");
        assertThat(database.rows("SELECT metadata ->> 'user' FROM ${schema}event WHERE position = 2"))
                .containsExactly("anna");
        assertThat(database.rows("SELECT position FROM ${schema}head")).containsExactly("2");
        assertThat(database.rows("SELECT type, revision FROM ${schema}event_type ORDER BY type"))
                .containsExactly("order-paid|1", "order-placed|1");
        assertThat(database.rows("SELECT slice FROM ${schema}event")).containsOnly(Integer.toString(order.slice()));
    }

    private static SerializedEvent event(String type, String data) {
        return new SerializedEvent(
                UUID.randomUUID(),
                new EventType(type, 1),
                data,
                Metadata.of("request-1", "command-1", Map.of("user", "anna")));
    }
}
