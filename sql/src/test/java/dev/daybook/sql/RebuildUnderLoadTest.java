package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.context.BoundedContext;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.Documents;
import dev.daybook.projection.DocumentsQuery;
import dev.daybook.projection.Verification;
import dev.daybook.store.Generation;
import dev.daybook.store.Generation.State;
import dev.daybook.store.Generations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Documents made anew on real databases, by two nodes, while they are written and read. */
@Timeout(600)
final class RebuildUnderLoadTest {

    private static final Duration PLENTY = Duration.ofMinutes(2);
    private static final int COUNTERS = 200;

    @TempDir
    private Path directory;

    record Add(String counter, int number) {}

    record Added(int number) {}

    /** A document. */
    record Total(int sum, int additions) {}

    private static final class Adding implements Decider<Add, Integer, Added> {

        @Override
        public Integer initial() {
            return 0;
        }

        @Override
        public Decision<Added> decide(Add command, Integer state) {
            return Decision.accept(new Added(command.number()));
        }

        @Override
        public Integer evolve(Integer state, Added event) {
            return state + event.number();
        }
    }

    private final DocumentProjection<Total, Added> totals = DocumentProjection.named("totals")
            .documents(Total.class)
            .of(Added.class)
            .indexedByNumber("sum")
            .fold((current, recorded) -> current == null
                    ? new Total(recorded.event().number(), 1)
                    : new Total(current.sum() + recorded.event().number(), current.additions() + 1));

    private BoundedContext start(SqlEventStore store) {
        return BoundedContext.named("counting")
                .store(store)
                .aggregate(Aggregate.named("counter")
                        .commands(Add.class, Add::counter)
                        .events(Added.class)
                        .decider(new Adding()))
                .projection(totals)
                .start();
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void readers_see_one_generation_whole_and_then_the_next(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        try (SqlEventStore store = database.open();
                SqlEventStore otherStore = database.open();
                BoundedContext node = start(store);
                BoundedContext other = start(otherStore);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < COUNTERS; i++) {
                node.send(new Add("" + i, i));
            }
            Documents<Total> documents = other.documents(totals);
            assertThat(documents.awaitPosition(store.head(), PLENTY)).isTrue();
            AtomicBoolean done = new AtomicBoolean();
            AtomicInteger additions = new AtomicInteger();
            Future<?> writer = threads.submit(() -> {
                while (!done.get()) {
                    node.send(new Add("7", 1));
                    additions.incrementAndGet();
                }
            });
            AtomicInteger seen = new AtomicInteger();
            Future<?> reader = threads.submit(() -> {
                while (!done.get()) {
                    seen.set(additionsSeen(documents, seen.get()));
                }
            });
            try {
                TestRun.await("what is written to be read", () -> reader.isDone() || writer.isDone() || seen.get() > 1);
                for (int round = 0; round < 2; round++) {
                    int generation = node.projection(totals).rebuild();
                    assertThat(node.projection(totals).awaitServing(generation, PLENTY))
                            .isTrue();
                    assertThat(other.projection(totals).awaitServing(generation, PLENTY))
                            .as("seen by the other node")
                            .isTrue();
                }
            } finally {
                done.set(true);
            }
            writer.get();
            reader.get();
            assertThat(documents.awaitPosition(store.head(), PLENTY)).isTrue();
            assertThat(documents.find("7")).contains(new Total(7 + additions.get(), 1 + additions.get()));
            assertThat(node.projection(totals).verify(Verification.everything()).differences())
                    .isEmpty();
        }
    }

    private static int additionsSeen(Documents<Total> documents, int before) {
        int additions = documents.find("7").orElseThrow().additions();
        assertThat(additions).as("what is read later").isGreaterThanOrEqualTo(before);
        assertThat(documents.count(DocumentsQuery.all(), 1_000).documents())
                .as("documents there are")
                .isEqualTo(COUNTERS);
        return additions;
    }

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void a_rebuild_that_was_interrupted_goes_on_and_ends(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        try (SqlEventStore store = database.open()) {
            try (BoundedContext node = start(store)) {
                for (int i = 0; i < COUNTERS; i++) {
                    node.send(new Add("" + i, i));
                }
                assertThat(node.documents(totals).awaitPosition(store.head(), PLENTY))
                        .isTrue();
            }
            // Without a node, which might be done before it is paused.
            Generations generations = store.documents().generations();
            generations.begin(
                    totals.collection(), generations.list("totals").getFirst().fingerprint());
            generations.pause("totals", 2);
            assertThat(states(store)).containsExactly(State.SERVING, State.PAUSED);
        }
        try (SqlEventStore store = database.open();
                BoundedContext node = start(store)) {
            assertThat(node.projection(totals).resumeRebuild()).isTrue();
            assertThat(node.projection(totals).awaitServing(2, PLENTY)).isTrue();
            assertThat(node.documents(totals)
                            .page(DocumentsQuery.all().descendingBy("sum").limit(1))
                            .documents())
                    .containsExactly(new Total(COUNTERS - 1, 1));
            assertThat(states(store)).containsExactly(State.RETIRED, State.SERVING);
        }
    }

    private static List<State> states(SqlEventStore store) {
        return store.documents().generations().list("totals").stream()
                .map(Generation::state)
                .toList();
    }
}
