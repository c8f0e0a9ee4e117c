package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Generations;
import dev.daybook.store.Intervention;
import dev.daybook.store.Metadata;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StreamId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A step that takes long holds its checkpoint; whoever waits for that has nobody else wait. */
@Timeout(360)
final class CheckpointLockTest {

    private static final DocumentCollection BALANCES = DocumentCollection.of("balances");
    private static final Intervention BY_ANN = new Intervention("ann", "to see");

    /** Half of it is how long a transaction waits for a lock, unless it is told to give up sooner. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(4);

    private static final long SOON = 60;

    @TempDir
    private Path directory;

    /** A step of the first generation, as far as others notice: it holds one checkpoint until it is closed. */
    private static Connection step(TestDatabase database, int partition) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        lock(database, connection, partition, "");
        return connection;
    }

    private static void lock(TestDatabase database, Connection connection, int partition, String how)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1 FROM " + database.qualifier() + "subscription_partition"
                    + " WHERE subscription = 'balances@1' AND partition = " + partition + " FOR UPDATE " + how);
        }
    }

    private static SqlEventStore open(TestDatabase database) {
        return database.open(config -> config.withLimits(config.limits().withWaiting(1_000, 1 << 20, ANSWER_TIMEOUT)));
    }

    private static void begin(SqlEventStore store) {
        store.documents().generations().begin(BALANCES, "before");
        store.subscriptions().begin("balances@1", 2, Position.START);
    }

    private static boolean appends(SqlEventStore store) {
        SerializedEvent event =
                new SerializedEvent(UUID.randomUUID(), new EventType("opened", 1), "{}", Metadata.none());
        return store.commit(Commit.append(StreamId.of("account", "1"), ExpectedVersion.any(), List.of(event)))
                instanceof Committed;
    }

    private static void awaitWaiting(TestDatabase database) throws Exception {
        TestRun.await(
                "somebody to wait for the checkpoint",
                () -> !database.rows("SELECT pid FROM pg_stat_activity"
                                + " WHERE wait_event_type = 'Lock' AND query LIKE '%${schema}subscription_partition%'")
                        .isEmpty());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE") // where only one writes at any time
    void whoever_resets_waits_for_a_step_without_holding_up_appends(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        try (SqlEventStore store = open(database);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            begin(store);
            Future<Boolean> reset;
            try (Connection step = step(database, 1)) {
                reset = threads.submit(() -> store.subscriptions().reset("balances@1", Position.START, BY_ANN));
                awaitWaiting(database);
                assertThat(appends(store)).isTrue();
                assertThat(reset.isDone()).as("reset, without the step's end").isFalse();
                step.rollback();
            }
            assertThat(reset.get()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE")
    void a_swap_gives_up_soon_where_a_step_takes_long(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        try (SqlEventStore store = open(database);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            begin(store);
            Generations generations = store.documents().generations();
            int next = generations.begin(BALANCES, "after").number();
            store.subscriptions().begin("balances@" + next, 2, Position.START);
            try (Connection step = step(database, 1)) {
                Future<Boolean> swap = threads.submit(() -> generations.swap("balances", next));
                assertThatThrownBy(() -> swap.get(SOON, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(StoreUnavailableException.class);
                step.rollback();
            }
            assertThat(generations.swap("balances", next)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE")
    void checkpoints_are_locked_in_the_order_of_their_partitions(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        try (SqlEventStore store = open(database);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            begin(store);
            database.execute(
                    "UPDATE ${schema}subscription_partition SET epoch = epoch WHERE partition = 0"); // lies last
            database.execute("ANALYZE ${schema}subscription_partition"); // so small that it is read as it lies
            Future<Boolean> reset;
            try (Connection step = step(database, 0);
                    Connection other = database.connect()) {
                reset = threads.submit(() -> store.subscriptions().reset("balances@1", Position.START, BY_ANN));
                awaitWaiting(database);
                lock(database, other, 1, "NOWAIT");
                step.rollback();
            }
            assertThat(reset.get()).isTrue();
        }
    }
}
