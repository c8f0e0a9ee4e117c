package dev.daybook.sql.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.context.BoundedContext;
import dev.daybook.sql.Engine;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.TestRun;
import dev.daybook.store.Claim;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.CommitResult.ProgressLost;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Metadata;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StreamId;
import dev.daybook.subscription.SubscriptionStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A step whose checkpoint another has locked does not wait for it, since all who append would wait with it. */
@Timeout(300)
final class LockedCheckpointTest {

    @TempDir
    private Path directory;

    /** Somebody who changes the checkpoints of a subscription, until the connection is closed. */
    private static Connection lock(TestDatabase database, String subscription) throws SQLException {
        Connection connection = database.connect();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1 FROM " + database.qualifier() + "subscription_partition WHERE subscription = '"
                    + subscription + "' FOR UPDATE");
        }
        return connection;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE") // where only one writes at any time
    void a_step_is_lost_while_its_checkpoint_is_locked_and_the_others_of_its_group_are_stored(Engine engine)
            throws Exception {
        TestDatabase database = engine.database(directory);
        try (SqlEventStore store = database.open()) {
            store.subscriptions().begin("stepping", 1, Position.START);
            Progress progress = new Progress(new Claim("stepping", 0, 0), Position.START, Position.of(5));
            Commit append = Commit.append(
                    StreamId.of("order", "1"),
                    ExpectedVersion.any(),
                    new SerializedEvent(UUID.randomUUID(), new EventType("placed", 1), "{}", Metadata.none()));
            try (Connection other = lock(database, "stepping")) {
                assertThat(store.commit(List.of(Commit.step(progress), append)))
                        .satisfiesExactly(
                                step -> assertThat(step).isEqualTo(new ProgressLost(progress)),
                                appended -> assertThat(appended).isInstanceOf(Committed.class));
                other.rollback();
            }
            assertThat(store.commit(Commit.step(progress))).isInstanceOf(Committed.class);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SQLITE")
    void a_process_manager_whose_checkpoint_is_locked_goes_on_afterwards(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        Path file = directory.resolve("effects");
        try (Effects effects = Effects.open(file);
                SqlEventStore store = database.open();
                BoundedContext context = Parcels.start(store, effects)) {
            context.send(new Parcels.ParcelCommand.Register("before"));
            try (Connection other = lock(database, "expiry")) {
                for (int i = 0; i < 10; i++) {
                    context.send(new Parcels.ParcelCommand.Register("meanwhile-" + i));
                }
                TestRun.await(
                        "the process manager to say that it does not get on",
                        () -> status(context).state() == SubscriptionStatus.State.RETRYING);
                other.rollback();
            }
            new ParcelCheck(database, store, context, file).settleAndCheck();
            TestRun.await(
                    "the process manager to be well", () -> status(context).healthy());
        }
    }

    private static SubscriptionStatus status(BoundedContext context) {
        return context.subscriptionOperations().show("expiry");
    }
}
