package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.context.Tally.Add;
import dev.daybook.store.LeaseStore;
import dev.daybook.testing.InMemoryEventStore;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node may lose its part of a lane and get it back while it has commands of it in hand. */
@Timeout(60)
final class LeaseChangeTest {

    private static final Duration LEASE_TIME = Duration.ofMillis(300);
    private static final List<String> PARTS = IntStream.range(0, 64)
            .mapToObj(part -> "command/" + Tally.QUEUE + "/" + part)
            .toList();

    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryEventStore store = new InMemoryEventStore(clock);
    private final TappedStore tapped = new TappedStore(store);

    /** Takes all parts away while the node cannot say in time that it lives. */
    private void takeAllAway() {
        LeaseStore leases = store.leases();
        int[] taken = {0};
        Conditions.until("all is taken", () -> {
            clock.advance(LEASE_TIME.plusMillis(1));
            leases.heartbeat("thief", Duration.ofDays(1));
            taken[0] += leases.acquire("thief", PARTS, PARTS.size()).size();
            return taken[0] == PARTS.size();
        });
    }

    @Test
    void a_streams_order_is_kept_when_they_come_back_under_another_lease() {
        Gate gate = new Gate();
        try (BoundedContext context = new Tally().start(tapped, clock, Tally.durable(lane -> lane.batch(2)))) {
            context.send(new Add("a", 0));
            tapped.tap((commits, target) -> {
                if (commits.stream().anyMatch(commit -> TappedStore.isDecisionFor(Tally.stream("a"), commit))) {
                    gate.pass();
                }
                return target.apply(commits);
            });
            context.enqueue(new Add("a", 1));
            gate.awaitArrival();
            context.enqueue(new Add("a", 2));
            context.enqueue(new Add("a", 3));
            Conditions.until("three are in memory", () -> inMemory(context) == 3);
            takeAllAway();
            Conditions.until("what is not in hand is left to others", () -> inMemory(context) == 1);
            store.leases().leave("thief");
            context.enqueue(new Add("a", 4));
            Conditions.until("four are in memory", () -> inMemory(context) == 4);

            gate.open();

            Conditions.until("all is carried out", () -> store.head().value() == 5);
        }
        assertThat(Tally.added(store, "a")).containsExactly(0, 1, 2, 3, 4);
    }

    private static int inMemory(BoundedContext context) {
        return context.commands().operations().lanes().getFirst().inMemory();
    }
}
