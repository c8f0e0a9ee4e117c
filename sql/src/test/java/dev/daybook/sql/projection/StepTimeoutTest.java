package dev.daybook.sql.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.ConfigurationException;
import dev.daybook.sql.Engine;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.SqlProjection;
import dev.daybook.sql.SqlProjectionBuilder;
import dev.daybook.sql.SqlSession;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.TestRun;
import dev.daybook.sql.projection.Sales.Sale;
import dev.daybook.store.ParkedEvent;
import dev.daybook.subscription.Backoff;
import dev.daybook.subscription.FailurePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An event at which a projection of tables takes too long is not tried for ever. */
@Timeout(120)
final class StepTimeoutTest {

    private static final Duration LIMIT = Duration.ofMillis(200);
    private static final String ADD = "INSERT INTO {sold} (cents) VALUES (?)";

    @TempDir
    private Path directory;

    private static SqlProjectionBuilder<Sale> sold() {
        return SqlProjection.named("sold")
                .table("sold", "CREATE TABLE {sold} (cents bigint NOT NULL)")
                .of(Sale.class)
                .onFailure(FailurePolicy.park(2).backoff(new Backoff(Duration.ofMillis(1), Duration.ofMillis(5))));
    }

    private static void takeTime() {
        try {
            boolean unused = new CountDownLatch(1).await(2 * LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertParked(Engine engine, Consumer<SqlSession> slow, String statement) throws Exception {
        TestDatabase database = engine.database(directory);
        SqlProjection<Sale> projection = sold().stepTimeout(LIMIT).onEach((recorded, sql) -> slow.accept(sql));
        try (SqlEventStore store = database.open();
                Sales sales = new Sales(store, projection)) {
            sales.happened("a", new Sale.Sold("ann", Sales.MONDAY, 5));
            TestRun.await(
                    "the event to wait for a person",
                    () -> parked(store).stream().anyMatch(event -> event.state() == ParkedEvent.State.PARKED));
            assertThat(parked(store)).singleElement().satisfies(event -> {
                assertThat(event.attempts()).isEqualTo(2);
                assertThat(event.error())
                        .contains(
                                "Projection sold, generation 1",
                                "at position 1",
                                "longer than PT0.2S",
                                "stepTimeout(…)",
                                statement);
            });
        }
        assertThat(database.rows("SELECT cents FROM ${schema}sold")).isEmpty();
    }

    private static List<ParkedEvent> parked(SqlEventStore store) {
        return store.subscriptions().parked("sold@1", Optional.empty(), 10);
    }

    @ParameterizedTest
    @EnumSource
    void an_event_whose_handler_takes_too_long_between_statements_has_failed(Engine engine) throws Exception {
        assertParked(
                engine,
                sql -> {
                    sql.updateNow(ADD, 1);
                    takeTime();
                    sql.updateNow(ADD, 2);
                },
                "");
    }

    @ParameterizedTest
    @EnumSource
    void an_event_whose_handler_takes_too_long_after_its_last_statement_has_failed(Engine engine) throws Exception {
        assertParked(
                engine,
                sql -> {
                    sql.update(ADD, 1);
                    takeTime();
                },
                "");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE") // which has no statement that takes its time
    void an_event_whose_statement_takes_too_long_has_failed(Engine engine) throws Exception {
        String slow = "SELECT 1 FROM pg_sleep(60)";
        assertParked(engine, sql -> sql.query(slow, row -> 1), slow);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE")
    void an_event_has_failed_whose_statements_are_too_long_only_together(Engine engine) throws Exception {
        String wait = "pg_sleep(" + LIMIT.toMillis() * 0.75 / 1_000 + ")";
        assertParked(
                engine,
                sql -> {
                    sql.query("SELECT 1 FROM " + wait, row -> 1);
                    sql.update("INSERT INTO {sold} (cents) SELECT CAST(? AS bigint) FROM " + wait, 1);
                },
                "");
    }

    @Test
    void a_step_has_time() {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> sold().stepTimeout(Duration.ZERO))
                .withMessageContaining("must be positive, found PT0S");
    }
}
