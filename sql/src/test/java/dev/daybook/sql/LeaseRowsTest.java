package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.EventStore;
import dev.daybook.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What nodes leave behind in the database. */
final class LeaseRowsTest {

    private static final Duration TTL = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void a_node_that_has_been_dead_for_an_hour_leaves_no_row_but_its_abandoned_leases(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
        try (EventStore store = database.open(config -> config.withClock(clock))) {
            store.leases().heartbeat("node-1", TTL);
            store.leases().acquire("node-1", List.of("orders/0"), 1);
            clock.advance(TTL.plus(Duration.ofMinutes(59)));
            store.leases().heartbeat("node-2", TTL);
            assertThat(database.rows("SELECT name FROM ${schema}node ORDER BY name"))
                    .containsExactly("node-1", "node-2");

            clock.advance(Duration.ofMinutes(2));
            store.leases().heartbeat("node-2", TTL);

            assertThat(database.rows("SELECT name FROM ${schema}node")).containsExactly("node-2");
            assertThat(database.rows("SELECT name FROM ${schema}lease WHERE owner = 'node-1'"))
                    .containsExactly("orders/0");
        }
    }
}
