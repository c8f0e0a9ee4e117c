package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.Outcome;
import dev.daybook.command.WhenFull;
import dev.daybook.context.Tally.Add;
import dev.daybook.context.Tally.Take;
import dev.daybook.event.JsonCodec;
import dev.daybook.store.CommandHeader;
import dev.daybook.store.Commit;
import dev.daybook.store.Enqueue;
import dev.daybook.store.EventStore;
import dev.daybook.store.LeaseStore;
import dev.daybook.store.Metadata;
import dev.daybook.store.PayloadHash;
import dev.daybook.store.SerializedCommand;
import dev.daybook.testing.InMemoryEventStore;
import dev.daybook.testing.SettableClock;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes to a node that has just begun does not overtake what an earlier run has left behind. */
@Timeout(60)
final class OverflowRestartTest {

    private static final UUID OLDER = new UUID(-1, 1);
    private static final UUID YOUNGER = new UUID(1, 1);
    private static final Duration LEASE_TIME = Duration.ofSeconds(9);

    private final Tally tally = new Tally();
    private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
    private final InMemoryEventStore store = new InMemoryEventStore(clock);

    private BoundedContext start(EventStore on, Duration leaseTime) {
        Consumer<CommandBusSetup> lane = Tally.inMemory(setup -> setup.whenFull(WhenFull.overflow(1_000)));
        return tally.start(on, clock, lane.andThen(bus -> bus.leaseTime(leaseTime)));
    }

    private void leaveBehind(UUID owner, int amount) {
        String json = JsonCodec.standard().write(new Add("a", amount));
        CommandHeader header = new CommandHeader(
                new UUID(0, amount),
                PayloadHash.of("tally.add", json),
                "tally.add",
                Tally.stream("a"),
                Metadata.none());
        store.commit(Commit.enqueue(new Enqueue(
                "tallies/default/overflow/" + owner,
                Enqueue.UNBOUNDED,
                new SerializedCommand(header, json),
                Optional.empty())));
    }

    @Test
    void a_command_that_builds_on_what_the_last_run_accepted_finds_it_done() {
        leaveBehind(OLDER, 7);
        try (BoundedContext context = start(store, LEASE_TIME)) {
            assertThat(context.send(new Take("a", 7))).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void a_node_that_was_killed_a_moment_ago_is_waited_for_until_its_lease_time_is_over() {
        leaveBehind(OLDER, 7);
        store.leases().heartbeat("tallies~" + OLDER, LEASE_TIME);
        try (BoundedContext context = start(new LosingAtTheThirdSign(store), LEASE_TIME)) {
            assertThat(context.send(new Take("a", 7))).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void what_several_runs_have_left_behind_is_carried_out_in_their_order() {
        leaveBehind(OLDER, 1);
        leaveBehind(YOUNGER, 2);
        leaveBehind(OLDER, 3);
        try (BoundedContext context = start(store, LEASE_TIME)) {
            context.send(new Add("a", 4));
        }
        assertThat(Tally.added(store, "a")).containsExactly(1, 3, 2, 4);
    }

    @Test
    void once_nothing_is_left_commands_stay_in_memory() {
        leaveBehind(OLDER, 1);
        try (BoundedContext context = start(store, Duration.ofMillis(300))) {
            Conditions.until("one is kept in memory", () -> {
                int before = tally.decided.size();
                long changes = store.commands().changes();
                context.send(new Add("b", 1));
                return tally.decided.size() == before + 1 && store.commands().changes() == changes + 1;
            });
        }
    }

    /** The clock moves beyond the earlier node's lease time before the third sign of life: two come at once. */
    private final class LosingAtTheThirdSign extends ForwardingStore {
        private int signs;

        LosingAtTheThirdSign(EventStore store) {
            super(store);
        }

        @Override
        public LeaseStore leases() {
            LeaseStore leases = super.leases();
            return (LeaseStore) Proxy.newProxyInstance(
                    LeaseStore.class.getClassLoader(),
                    new Class<?>[] {LeaseStore.class},
                    (proxy, method, arguments) -> {
                        if (method.getName().equals("heartbeat")
                                && String.valueOf(arguments[0]).startsWith("tallies~")
                                && ++signs == 3) {
                            clock.advance(LEASE_TIME.plusMillis(1));
                        }
                        return method.invoke(leases, arguments);
                    });
        }
    }
}
