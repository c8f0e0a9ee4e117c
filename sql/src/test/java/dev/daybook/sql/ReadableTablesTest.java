package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.EventStore;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Intervention;
import dev.daybook.store.Lease;
import dev.daybook.store.Metadata;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.Slices;
import dev.daybook.store.StreamId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    @ParameterizedTest
    @EnumSource
    void commands_and_what_became_of_them_can_be_read_with_plain_sql(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        SerializedCommand late = CommandSamples.command(StreamId.of("order", "1"), "{\"customer\":\"Zoë\"}");
        SerializedCommand stuck = CommandSamples.command(StreamId.of("order", "2"), "{\"customer\":\"Åke\"}");
        try (EventStore store = database.open()) {
            store.leases().heartbeat("node-1", Duration.ofHours(1));
            Lease lease =
                    store.leases().acquire("node-1", List.of("orders/0"), 1).getFirst();
            store.commit(List.of(CommandSamples.enqueue(late), CommandSamples.enqueue(stuck)));
            store.commit(CommandSamples.refuse(late, "The order was shipped already"));
            QueuedCommand queued = store.commands()
                    .read(CommandSamples.QUEUE, Slices.all(), 0, 1)
                    .getFirst();
            store.commands().park(queued, 3, "The printer is on fire", lease);
        }

        assertThat(database.rows("SELECT name, pending, revision FROM ${schema}queue"))
                .containsExactly("orders|1|0");
        assertThat(database.rows("""
                SELECT stream, type, payload ->> 'customer', metadata ->> 'user', correlation_id, causation_id
                  FROM ${schema}command
                """)).containsExactly("order-2|place-order|Åke|anna|request-1|command-0");
        assertThat(database.rows("SELECT queue, stream, attempts, error FROM ${schema}parked"))
                .containsExactly("orders|order-2|3|The printer is on fire");
        assertThat(database.rows("SELECT stream, type, verdict, code, reason FROM ${schema}outcome"))
                .containsExactly("order-1|place-order|refused|too-late|The order was shipped already");
        assertThat(database.rows("SELECT name, owner, epoch FROM ${schema}lease"))
                .containsExactly("orders/0|node-1|1");

        try (EventStore store = database.open()) {
            store.commands().discard(stuck.header().id(), new Intervention("ben", "Ordered again by phone"));
        }

        assertThat(database.rows("SELECT action, queue, stream, who, why, payload_before FROM ${schema}intervention"))
                .containsExactly("discard|orders|order-2|ben|Ordered again by phone|" + stuck.payload());
        assertThat(database.rows("SELECT verdict, code, reason FROM ${schema}outcome WHERE stream = 'order-2'"))
                .containsExactly("discarded|ben|Ordered again by phone");
    }

    private static SerializedEvent event(String type, String data) {
        return new SerializedEvent(
                UUID.randomUUID(),
                new EventType(type, 1),
                data,
                Metadata.of("request-1", "command-1", Map.of("user", "anna")));
    }
}
