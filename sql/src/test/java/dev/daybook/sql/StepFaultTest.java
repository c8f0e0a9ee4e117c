package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Claim;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.CommitResult.Failed;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.EventFilter;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of steps and inline read models when the connection to PostgreSQL breaks in their transaction. */
final class StepFaultTest {

    private static final StreamId ORDER = StreamId.of("order", "1");
    private static final DocumentCollection STEPS = DocumentCollection.of("steps");

    /** Ends a transaction of several statements. */
    private static final String AT_COMMIT = "COMMIT";

    private final String schema = PostgresServer.freshSchema();
    private final PostgresServer server = PostgresServer.newest();

    /** Its driver sends the text of every statement each time, so that traps find it. */
    private SqlEventStore prepared(TcpProxy proxy) {
        String jdbcUrl = PostgresServer.jdbcUrl(proxy.port(), schema) + "&prepareThreshold=0";
        SqlEventStore store = new TestDatabase.PostgresDatabase(jdbcUrl, schema).open();
        store.documents().prepare(STEPS, 1);
        store.subscriptions().begin("stepping", 1, Position.START);
        return store;
    }

    private static Progress step(long from, long to) {
        return new Progress(new Claim("stepping", 0, 0), Position.of(from), Position.of(to));
    }

    private static DocumentChanges put(String data) {
        Document document = new Document("a", Position.of(1), Position.of(1), data);
        return new DocumentChanges(STEPS.name(), 1, List.of(document), Set.of());
    }

    private static void assertSteppedOnce(SqlEventStore store, long to) {
        assertThat(store.subscriptions().find("stepping").orElseThrow().position())
                .isEqualTo(Position.of(to));
        assertThat(store.documents().load(STEPS.name(), 1, Set.of("a"))).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE_REQUEST", "CUT_AFTER_REQUEST", "CUT_AT_ANSWER"})
    void a_step_that_is_cut_at_its_commit_is_told_by_its_checkpoint(Trap.Kind cut) throws Exception {
        try (TcpProxy proxy = TcpProxy.before(server.port());
                SqlEventStore store = prepared(proxy)) {
            Trap trap = proxy.set(cut, AT_COMMIT);
            assertThat(store.commit(Commit.step(step(0, 5), put("{}"))))
                    .isEqualTo(new Committed(Position.START, List.of()));
            assertThat(trap.sprung()).isTrue();
            assertSteppedOnce(store, 5);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE_REQUEST", "CUT_AFTER_REQUEST", "CUT_AT_ANSWER"})
    void a_step_with_events_that_is_cut_is_told_by_their_ids(Trap.Kind cut) throws Exception {
        for (String where : List.of(AT_COMMIT, "in-the-midst")) {
            try (TcpProxy proxy = TcpProxy.before(server.port());
                    SqlEventStore store = prepared(proxy)) {
                long from = store.subscriptions()
                        .find("stepping")
                        .orElseThrow()
                        .position()
                        .value();
                Trap trap = proxy.set(cut, where);
                Commit commit = Workload.single(ORDER, ExpectedVersion.any(), "in-the-midst")
                        .with(step(from, from + 5), put("{}"));
                assertThat(store.commit(commit)).isInstanceOf(Committed.class);
                assertThat(trap.sprung()).isTrue();
                assertSteppedOnce(store, from + 5);
                assertThat(store.head()).isEqualTo(Position.of(from / 5 + 1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE_REQUEST", "CUT_AFTER_REQUEST", "CUT_AT_ANSWER"})
    void a_step_that_leaves_its_checkpoint_where_it_is_is_unknown(Trap.Kind cut) throws Exception {
        try (TcpProxy proxy = TcpProxy.before(server.port());
                SqlEventStore store = prepared(proxy)) {
            proxy.set(cut, AT_COMMIT);
            CommitResult result =
                    store.commit(List.of(Commit.step(step(0, 0), put("{}")))).getFirst();
            assertThat(result)
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.error())
                                    .isInstanceOfSatisfying(
                                            StoreUnavailableException.class,
                                            error -> assertThat(error.outcome()).isEqualTo(Outcome.UNKNOWN)));
            boolean stored =
                    !store.documents().load(STEPS.name(), 1, Set.of("a")).isEmpty();
            if (cut != Trap.Kind.CUT_AFTER_REQUEST) { // then the server may or may not have heard of it
                assertThat(stored).isEqualTo(cut == Trap.Kind.CUT_AT_ANSWER);
            }
        }
    }

    @Test
    void a_step_that_somebody_else_has_gone_on_from_is_unknown() throws Exception {
        try (TcpProxy proxy = TcpProxy.before(server.port());
                SqlEventStore near = new TestDatabase.PostgresDatabase(server.jdbcUrl(schema), schema).open();
                SqlEventStore store = prepared(proxy)) {
            near.documents().prepare(STEPS, 1);
            proxy.set(Trap.Kind.DOWN_AT_ANSWER, AT_COMMIT);
            Thread takingOver = Thread.ofVirtual().start(() -> takeOver(near, proxy));
            CommitResult result =
                    store.commit(List.of(Commit.step(step(0, 5), put("{}")))).getFirst();
            takingOver.join();
            assertThat(result)
                    .isInstanceOfSatisfying(
                            Failed.class, failed -> assertThat(failed.error()).hasMessageContaining("cannot be told"));
            assertSteppedOnce(near, 9);
        }
    }

    /** Goes on from the step whose answer never came. */
    private static void takeOver(SqlEventStore near, TcpProxy proxy) {
        try {
            Claim later = new Claim("stepping", 0, 1);
            TestRun.await("the database to go away", proxy::isDown);
            assertThat(near.subscriptions().find("stepping").orElseThrow().position())
                    .isEqualTo(Position.of(5));
            near.subscriptions().claim(later);
            near.subscriptions().move(new Progress(later, Position.of(5), Position.of(9)));
            proxy.comeBack();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE_REQUEST", "CUT_AFTER_REQUEST", "CUT_AT_ANSWER"})
    void an_append_that_is_cut_is_in_its_inline_read_model_once(Trap.Kind cut) throws Exception {
        for (String where : List.of(AT_COMMIT, "in-the-midst")) {
            try (TcpProxy proxy = TcpProxy.before(server.port());
                    SqlEventStore store = prepared(proxy)) {
                Counter counter = new Counter();
                if (store.documents().generations().list("counter").isEmpty()) {
                    store.documents().generations().begin(counter.collection(), counter.fingerprint());
                }
                store.documents().prepare(counter.collection(), 1);
                store.attach(counter).catchUp();
                long before = store.head().value();
                Trap trap = proxy.set(cut, where);
                assertThat(store.commit(Workload.single(ORDER, ExpectedVersion.any(), "in-the-midst")))
                        .isInstanceOf(Committed.class);
                assertThat(trap.sprung()).isTrue();
                assertThat(store.commit(Workload.single(ORDER, ExpectedVersion.any(), "after")))
                        .isInstanceOf(Committed.class);
                assertThat(store.head()).isEqualTo(Position.of(before + 2));
                assertThat(store.documents().load("counter", 1, Set.of("all")).get("all"))
                        .satisfies(all -> assertThat(all.data()).isEqualTo("{\"count\": " + (before + 2) + "}"));
            }
        }
    }

    /** Counts all events. */
    private static final class Counter implements InlineReadModel {

        @Override
        public DocumentCollection collection() {
            return DocumentCollection.of("counter");
        }

        @Override
        public String fingerprint() {
            return "all";
        }

        @Override
        public EventFilter filter() {
            return EventFilter.all();
        }

        @Override
        public Set<String> keysOf(List<StoredEvent> events) {
            return Set.of("all");
        }

        @Override
        public DocumentChanges fold(int generation, List<StoredEvent> events, Map<String, Document> current) {
            Document before = current.get("all");
            long count = before == null ? 0 : Long.parseLong(before.data().replaceAll("\\D", ""));
            Position last = events.getLast().position();
            Document all = new Document("all", last, last, "{\"count\": " + (count + events.size()) + "}");
            return new DocumentChanges("counter", generation, List.of(all), Set.of());
        }
    }
}
