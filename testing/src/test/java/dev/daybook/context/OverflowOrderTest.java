package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.CommandListener;
import dev.daybook.command.WhenFull;
import dev.daybook.context.Tally.Add;
import dev.daybook.store.EventStore;
import dev.daybook.store.LeaseStore;
import dev.daybook.testing.InMemoryEventStore;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What came into memory behind a command that had overflowed does not overtake it, whatever happens. */
@Timeout(60)
final class OverflowOrderTest {

    private static final Duration LEASE_TIME = Duration.ofMillis(300);
    private static final int CAPACITY = 5;

    private final Tally tally = new Tally();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryEventStore store = new InMemoryEventStore(clock);
    private final AtomicInteger overflowed = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger rounds = new AtomicInteger();
    private final Gate first = new Gate();
    private final Gate last = new Gate();

    @AfterEach
    void open() {
        first.open();
        last.open();
    }

    private BoundedContext start() {
        EventStore counting = CommandCalls.of(store, (method, call) -> {
            if (method.equals("changes")) {
                rounds.incrementAndGet();
            }
            Object answer = call.make();
            if (method.equals("read")) {
                reads.incrementAndGet();
            }
            return answer;
        });
        Consumer<CommandBusSetup> lane =
                Tally.inMemory(setup -> setup.capacity(CAPACITY).batch(2).whenFull(WhenFull.overflow(1_000)));
        return tally.start(counting, clock, bus -> {
            lane.accept(bus);
            bus.retries(Accounts.FAST, 3).leaseTime(LEASE_TIME).listener(new CommandListener() {
                @Override
                public void overflowed(String name) {
                    overflowed.incrementAndGet();
                }
            });
        });
    }

    private static int inMemory(BoundedContext context) {
        return context.commands().operations().lanes().getFirst().inMemory();
    }

    /** The worker is at the last gate with two commands, and behind it wait a stored command of a stream, and one that is not. */
    private void bringOneInBeforeAnother(BoundedContext context) {
        tally.before(entry -> {
            if (entry.key().equals("first")) {
                first.pass();
            }
            if (entry.equals(new Add("last", 2))) {
                last.pass();
            }
        });
        context.enqueue(new Add("first", 1));
        first.awaitArrival();
        context.enqueue(new Add("between", 1));
        context.enqueue(new Add("between", 2));
        context.enqueue(new Add("last", 1));
        context.enqueue(new Add("last", 2));
        context.enqueue(new Add("a", 1));
        assertThat(overflowed).hasValue(1);
        first.open();
        last.awaitArrival();
        Conditions.until("what overflowed is in memory", () -> inMemory(context) == 3);
        int before = reads.get();
        Conditions.until("the lane knows that all of it is", () -> reads.get() >= before + 4);
        context.enqueue(new Add("a", 2));
        assertThat(overflowed).as("the second is kept in memory").hasValue(1);
    }

    private String lease() {
        return store.leases().held().stream()
                .filter(name -> name.startsWith("command/tallies/default/overflow/"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void not_when_the_node_stops() throws InterruptedException {
        BoundedContext context = start();
        bringOneInBeforeAnother(context);

        Thread stopping = Thread.ofPlatform().daemon().start(context::close);
        Conditions.until(
                "the queue is read no more",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("daybook-feed-tallies")));
        Conditions.untilWaiting(stopping);
        last.open();
        stopping.join();

        assertThat(Tally.added(store, "a")).containsExactly(1, 2);
    }

    @Test
    void not_when_the_node_loses_its_lease_for_a_time() {
        try (BoundedContext context = start()) {
            bringOneInBeforeAnother(context);
            String lease = lease();
            LeaseStore leases = store.leases();
            Conditions.until("it is taken away", () -> {
                clock.advance(LEASE_TIME.plusMillis(1));
                leases.heartbeat("thief", Duration.ofDays(1));
                return !leases.acquire("thief", List.of(lease), 1).isEmpty();
            });
            int before = rounds.get();
            Conditions.until("the node is aware of it", () -> reads.get() > 0 && rounds.get() >= before + 20);

            last.open();
            Conditions.until(
                    "the worker has come to them",
                    () -> tally.decided.contains(new Add("a", 1)) || tally.decided.contains(new Add("a", 2)));
            leases.leave("thief");

            Conditions.until(
                    "both are carried out", () -> Tally.added(store, "a").size() == 2);
        }
        assertThat(Tally.added(store, "a")).containsExactly(1, 2);
    }
}
