package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.CommitResult.Conflict;
import dev.daybook.store.CommitResult.Duplicate;
import dev.daybook.store.CommitResult.Failed;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of commits when the connection to PostgreSQL is slow, breaks, or stays away. */
final class ConnectionFaultTest {

    private static final StreamId ORDER = StreamId.of("order", "1");
    private static final int ROUNDS = TestRun.rounds(5, 100);
    private static final int CALLERS = 64;
    private static final SqlStoreConfig.Group FEW_TOGETHER = new SqlStoreConfig.Group(4, 100, 1 << 20);

    private final String schema = PostgresServer.freshSchema();
    private final PostgresServer server = PostgresServer.newest();

    private TestDatabase database(TcpProxy proxy) {
        return new TestDatabase.PostgresDatabase(PostgresServer.jdbcUrl(proxy.port(), schema), schema);
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE_REQUEST", "CUT_AFTER_REQUEST", "CUT_AT_ANSWER"})
    void a_commit_whose_connection_is_cut_is_stored_once_and_answered_so(Trap.Kind cut) throws Exception {
        List<Acknowledged> acknowledged = new ArrayList<>();
        try (TcpProxy proxy = TcpProxy.before(server.port());
                SqlEventStore store = database(proxy).open();
                Writers writers = Writers.start(store, 8, TestRun.random("Connections " + cut))) {
            for (int round = 0; round < ROUNDS; round++) {
                writers.awaitAllAnswered();
                String text = "cut-here-" + round;
                Trap trap = proxy.set(cut, text);
                Commit commit = Workload.single(ORDER, ExpectedVersion.exactly(round), text);
                CommitResult result = store.commit(commit);
                assertThat(result).isInstanceOf(Committed.class);
                assertThat(trap.sprung()).isTrue();
                acknowledged.add(Acknowledged.of(commit, result).orElseThrow());
            }
            acknowledged.addAll(writers.stop());
            assertThat(writers.failures()).isEmpty();
            StoreCheck.assertIntact(store, acknowledged);
        }
    }

    @Test
    void a_request_that_arrives_after_its_caller_was_told_of_a_conflict_is_not_carried_out() throws Exception {
        try (TcpProxy proxy = TcpProxy.before(server.port());
                SqlEventStore store = database(proxy).open()) {
            Trap trap = proxy.set(Trap.Kind.HOLD_REQUEST, "held-back");
            Commit late = Workload.single(ORDER, ExpectedVersion.exists(), "held-back");
            assertThat(store.commit(late)).isInstanceOf(Conflict.class);

            store.commit(Workload.single(ORDER, ExpectedVersion.noneYet(), "first")); // now the held one would fit
            trap.release();

            assertThat(store.find(eventId(late))).isEmpty();
            assertThat(store.head()).isEqualTo(Position.of(1));
            StoreCheck.assertIntact(store, List.of());
        }
    }

    @Test
    void a_request_that_arrives_after_its_commit_was_stored_by_another_call_changes_nothing() throws Exception {
        try (TcpProxy proxy = TcpProxy.before(server.port());
                SqlEventStore store = database(proxy).open()) {
            Trap trap = proxy.set(Trap.Kind.HOLD_REQUEST, "held-back");
            Commit commit = Workload.single(ORDER, ExpectedVersion.any(), "held-back");
            CommitResult result = store.commit(commit);
            assertThat(result).isInstanceOf(Committed.class);

            trap.release();

            assertThat(store.head()).isEqualTo(Position.of(1));
            StoreCheck.assertIntact(
                    store, List.of(Acknowledged.of(commit, result).orElseThrow()));
        }
    }

    @Test
    void other_commits_do_not_wait_for_one_whose_connection_hangs() throws Exception {
        try (TcpProxy proxy = TcpProxy.before(server.port());
                SqlEventStore store = database(proxy).open()) {
            Trap trap = proxy.set(Trap.Kind.HANG, "hangs");
            FutureTask<CommitResult> hanging =
                    new FutureTask<>(() -> store.commit(Workload.single(ORDER, ExpectedVersion.any(), "hangs")));
            Thread.ofVirtual().start(hanging);
            TestRun.await("the request to hang", trap::sprung);

            assertThat(store.commit(Workload.single(ORDER, ExpectedVersion.any(), "passes by")))
                    .isInstanceOf(Committed.class);
            assertThat(hanging.isDone()).isFalse();

            trap.release();

            assertThat(hanging.get()).isInstanceOf(Committed.class);
            assertThat(store.head()).isEqualTo(Position.of(2));
            StoreCheck.assertIntact(store, List.of());
        }
    }

    @Test
    void a_commit_stored_at_the_moment_the_database_went_away_is_unknown_and_then_a_duplicate() throws Exception {
        try (TcpProxy proxy = TcpProxy.before(server.port());
                SqlEventStore store = database(proxy).open()) {
            proxy.set(Trap.Kind.DOWN_AT_ANSWER, "no-answer");
            Commit commit = Workload.single(ORDER, ExpectedVersion.noneYet(), "no-answer");
            Caller caller = Caller.start(store, commit);
            TestRun.await("the database to go away", proxy::isDown);

            caller.giveUp();
            assertThat(outcome(caller.answer())).isEqualTo(Outcome.UNKNOWN);

            proxy.comeBack();
            CommitResult again = commitUntilAnswered(store, commit);
            assertThat(again).isInstanceOf(Duplicate.class);
            StoreCheck.assertIntact(
                    store, List.of(Acknowledged.of(commit, again).orElseThrow()));
        }
    }

    @Test
    void callers_learn_what_is_known_when_the_database_stays_away_and_repeat_when_it_is_back() throws Exception {
        try (TcpProxy proxy = TcpProxy.before(server.port());
                SqlEventStore store = database(proxy).open(config -> config.withGroup(FEW_TOGETHER))) {
            proxy.set(Trap.Kind.DOWN_AT_ANSWER, "away-0");
            List<Commit> commits = new ArrayList<>();
            List<Caller> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                commits.add(Workload.single(StreamId.of("order", "" + i), ExpectedVersion.noneYet(), "away-" + i));
                callers.add(Caller.start(store, commits.get(i)));
                TestRun.await("the database to go away", proxy::isDown);
            }
            TestRun.await("all callers to wait", () -> callers.stream().allMatch(Caller::waits));
            callers.forEach(Caller::giveUp);
            List<Outcome> outcomes = new ArrayList<>();
            for (Caller caller : callers) {
                outcomes.add(outcome(caller.answer()));
            }
            assertThat(outcomes).startsWith(Outcome.UNKNOWN).contains(Outcome.NOT_STORED);

            proxy.comeBack();
            List<Acknowledged> acknowledged = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                Commit commit = commits.get(i);
                CommitResult result = commitUntilAnswered(store, commit);
                if (outcomes.get(i) == Outcome.NOT_STORED) {
                    assertThat(result).isInstanceOf(Committed.class); // not a duplicate
                }
                acknowledged.add(Acknowledged.of(commit, result).orElseThrow());
            }
            StoreCheck.assertIntact(store, acknowledged);
            assertThat(store.head()).isEqualTo(Position.of(CALLERS));
        }
    }

    @Test
    void commits_that_come_while_others_take_long_share_transactions() throws Exception {
        TestDatabase database = new TestDatabase.PostgresDatabase(server.jdbcUrl(schema), schema);
        try (SqlEventStore store = database.open();
                Connection slow = database.connect();
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("SELECT position FROM " + database.qualifier() + "head FOR UPDATE");
            List<Commit> commits = new ArrayList<>();
            List<Caller> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                commits.add(Workload.single(StreamId.of("order", "" + i), ExpectedVersion.noneYet(), "x"));
                callers.add(Caller.start(store, commits.get(i)));
            }
            TestRun.await("all callers to wait", () -> callers.stream().allMatch(Caller::waits));
            slow.rollback();

            List<Acknowledged> acknowledged = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                acknowledged.add(
                        Acknowledged.of(commits.get(i), callers.get(i).answer()).orElseThrow());
            }
            StoreCheck.assertIntact(store, acknowledged);
            assertThat(store.readAll(Position.START, CALLERS).stream()
                            .map(StoredEvent::recordedAt)
                            .distinct())
                    .as("transactions")
                    .hasSizeLessThanOrEqualTo(CALLERS / 4);
        }
    }

    @Test
    void the_store_goes_on_when_the_server_ends_all_its_connections_under_load() throws Exception {
        TestDatabase database = new TestDatabase.PostgresDatabase(server.jdbcUrl(schema), schema);
        try (SqlEventStore store = database.open();
                Writers writers = Writers.start(store, 16, TestRun.random("Terminated connections"))) {
            for (int round = 0; round < ROUNDS; round++) {
                writers.awaitAcknowledged(100);
                List<String> ended = database.rows("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        + " WHERE application_name = '" + schema + "' AND pid <> pg_backend_pid()");
                assertThat(ended).isNotEmpty();
                writers.awaitAllAnswered();
            }
            writers.awaitAcknowledged(100);
            List<Acknowledged> acknowledged = writers.stop();
            assertThat(writers.failures()).isEmpty();
            StoreCheck.assertIntact(store, acknowledged);
        }
    }

    private static Outcome outcome(CommitResult result) {
        assertThat(result).isInstanceOf(Failed.class);
        return ((StoreUnavailableException) ((Failed) result).error()).outcome();
    }

    private static CommitResult commitUntilAnswered(EventStore store, Commit commit) throws Exception {
        List<CommitResult> answer = new ArrayList<>();
        TestRun.await("an answer", () -> {
            CommitResult result = store.commit(List.of(commit)).getFirst();
            return !(result instanceof Failed) && answer.add(result);
        });
        return answer.getFirst();
    }

    private static UUID eventId(Commit commit) {
        return commit.appends().getFirst().events().getFirst().id();
    }
}
