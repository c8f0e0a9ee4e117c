package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.command.CommandBusSetup;
import dev.daybook.context.Tally.Add;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.Lease;
import dev.daybook.store.Position;
import dev.daybook.testing.InMemoryEventStore;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several nodes share the streams of a durable lane; each stream is one node's at a time. */
@Timeout(60)
final class SharedLaneTest {

    private static final Duration LEASE_TIME = Duration.ofMillis(300);
    private static final Consumer<CommandBusSetup> SETUP = Tally.durable();

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryEventStore store = new InMemoryEventStore(clock);
    private final Map<String, Set<Integer>> slices = new ConcurrentHashMap<>();

    /** A node whose commits are noted by their leases. */
    private TappedStore node(String name) {
        TappedStore node = new TappedStore(store.reopen());
        node.tap(noting(name));
        return node;
    }

    private TappedStore.Tap noting(String name) {
        return (commits, target) -> {
            List<CommitResult> results = target.apply(commits);
            for (int i = 0; i < commits.size(); i++) {
                if (results.get(i) instanceof CommitResult.Committed) {
                    leasesOf(commits.get(i))
                            .forEach(slice -> slices.computeIfAbsent(name, key -> ConcurrentHashMap.newKeySet())
                                    .add(slice));
                }
            }
            return results;
        };
    }

    private static List<Integer> leasesOf(Commit commit) {
        return commit.leases().stream()
                .map(Lease::name)
                .map(lease -> Integer.valueOf(lease.substring(lease.lastIndexOf('/') + 1)))
                .toList();
    }

    private static String key(int number) {
        return "k" + number % 100;
    }

    private static void enqueue(BoundedContext context, int from, int to) {
        for (int i = from; i <= to; i++) {
            context.enqueue(new Add(key(i), i));
        }
    }

    private void assertEachKeyInOrder(int last) {
        Map<String, List<Integer>> expected =
                IntStream.rangeClosed(1, last).boxed().collect(Collectors.groupingBy(SharedLaneTest::key));
        expected.forEach(
                (key, numbers) -> assertThat(Tally.added(store, key)).as(key).containsExactlyElementsOf(numbers));
    }

    @Test
    void both_nodes_get_their_part_and_none_does_the_others() {
        try (BoundedContext first = new Tally().start(node("first"), clock, SETUP);
                BoundedContext second = new Tally().start(node("second"), clock, SETUP)) {
            // Whoever comes first takes all at first, and gives half of it away when it sees the other.
            int[] last = {0};
            Conditions.until("both get work", () -> {
                slices.clear();
                enqueue(first, last[0] + 1, last[0] + 100);
                last[0] += 100;
                Conditions.until("all is carried out", () -> store.head().value() == last[0]);
                Set<Integer> both = new TreeSet<>(slices.getOrDefault("first", Set.of()));
                both.retainAll(slices.getOrDefault("second", Set.of()));
                return slices.size() == 2 && both.isEmpty();
            });
            assertEachKeyInOrder(last[0]);
            assertThat(second.commands().operations().lanes().getFirst().stored())
                    .isZero();
        }
    }

    @Test
    void a_node_that_stops_leaves_its_part_to_the_other_at_once() {
        BoundedContext first = new Tally().start(node("first"), clock, bus -> {
            SETUP.accept(bus);
            bus.leaseTime(Duration.ofHours(1));
        });
        enqueue(first, 1, 10);
        Conditions.until("the first node holds all", () -> store.head().value() == 10);
        first.close();

        try (BoundedContext second = new Tally().start(node("second"), clock, SETUP)) {
            enqueue(second, 11, 110);
            Conditions.until("all is carried out", () -> store.head().value() == 110);
        }
        assertEachKeyInOrder(110);
    }

    @Test
    void a_lost_node_loses_its_part_to_the_other_when_its_time_has_run_out() {
        InMemoryEventStore lost = store.reopen();
        Gate gate = new Gate();
        Tally held = new Tally();
        held.before(entry -> gate.pass());
        try (BoundedContext first = held.start(lost, clock, SETUP)) {
            enqueue(first, 1, 200);
            gate.awaitArrival();
            lost.close(); // it gives no sign of life any more
            clock.advance(LEASE_TIME.plusMillis(1));

            try (BoundedContext second = new Tally().start(node("second"), clock, SETUP)) {
                Conditions.until("all is carried out", () -> store.head().value() == 200);
                gate.open();
                enqueue(second, 201, 300);
                Conditions.until("all is carried out", () -> store.head().value() == 300);
            }
        }
        assertEachKeyInOrder(300);
        assertThat(store.head()).isEqualTo(Position.of(300));
    }

    @Test
    void a_node_that_was_frozen_beyond_its_time_changes_nothing_when_it_wakes() throws InterruptedException {
        FreezingStore freezing = new FreezingStore(store.reopen());
        try (BoundedContext first = new Tally().start(freezing, clock, SETUP)) {
            enqueue(first, 1, 100);
            freezing.awaitFrozen();
            clock.advance(LEASE_TIME.plusMillis(1));
            try (BoundedContext second = new Tally().start(node("second"), clock, SETUP)) {
                Conditions.until("the other carries all out", () -> store.head().value() == 100);

                freezing.wake();
                Conditions.until(
                        "the late commits are answered", () -> !freezing.late().isEmpty());

                assertThat(freezing.late()).allMatch(CommitResult.LeaseLost.class::isInstance);
                enqueue(second, 101, 200);
                Conditions.until("all is carried out", () -> store.head().value() == 200);
            }
            enqueue(first, 201, 300);
            Conditions.until("the first works again", () -> store.head().value() == 300);
        }
        assertEachKeyInOrder(300);
    }
}
