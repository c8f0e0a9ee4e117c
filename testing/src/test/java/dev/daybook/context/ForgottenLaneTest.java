package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.ConfigurationException;
import dev.daybook.command.Command;
import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.Outcome;
import dev.daybook.command.WhenFull;
import dev.daybook.context.Tally.Add;
import dev.daybook.testing.InMemoryEventStore;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was accepted is not forgotten because the next version of the application has no lane for it. */
@Timeout(60)
final class ForgottenLaneTest {

    private static final UUID ID = new UUID(7, 7);

    private final Tally tally = new Tally();
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    private void leaveOneBehind() {
        tally.before(entry -> gate.pass());
        BoundedContext context = tally.start(store, ForgottenLaneTest::withBulk);
        context.enqueue(Command.of(new Add("a", 1)).id(ID).lane("bulk"));
        gate.awaitArrival();
        context.stop(Accounts.MOMENT);
        gate.open();
    }

    private void assertRefused(Consumer<CommandBusSetup> setup, String lane) {
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> tally.start(store, setup).close())
                .withMessageContaining("Commands wait in the store for " + lane + " of context tallies")
                .withMessageContaining("keep the lane");
    }

    @Test
    void a_lane_with_commands_in_its_queue_must_not_be_left_out() {
        leaveOneBehind();

        assertRefused(bus -> {}, "durable lane bulk");
    }

    @Test
    void a_lane_with_commands_in_its_queue_must_stay_durable() {
        leaveOneBehind();

        assertRefused(bus -> bus.lane("bulk", lane -> lane.capacity(10)), "durable lane bulk");
    }

    @Test
    void a_lane_with_scheduled_commands_must_not_be_left_out() {
        try (BoundedContext context = tally.start(store, ForgottenLaneTest::withBulk)) {
            context.enqueue(Command.of(new Add("a", 1))
                    .id(ID)
                    .lane("bulk")
                    .due(Instant.now().plusSeconds(3_600)));
        }

        assertRefused(bus -> {}, "durable lane bulk");
    }

    @Test
    void a_lane_that_has_overflowed_must_be_able_to_overflow() {
        tally.before(entry -> gate.pass());
        BoundedContext context =
                tally.start(store, Tally.inMemory(lane -> lane.capacity(1).whenFull(WhenFull.overflow(10))));
        context.enqueue(new Add("a", 1));
        context.enqueue(new Add("a", 2));
        context.stop(Accounts.MOMENT);
        gate.open();

        assertRefused(Tally.inMemory(lane -> lane.capacity(1)), "lane that overflows default");
    }

    @Test
    void a_lane_that_other_nodes_run_may_be_left_out() {
        leaveOneBehind();

        try (BoundedContext context = tally.start(store, bus -> bus.elsewhere("bulk"))) {
            assertThat(context.send(new Add("b", 1))).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void a_lane_of_the_same_name_in_another_context_has_a_queue_of_its_own() {
        leaveOneBehind();

        try (BoundedContext other = BoundedContext.named("others")
                .store(store)
                .aggregate(tally.aggregate())
                .commandBus(ForgottenLaneTest::withBulk)
                .start()) {
            assertThat(other.send(Command.of(new Add("b", 1)).lane("bulk"))).isInstanceOf(Outcome.Accepted.class);
            assertThat(store.commands().status("tallies/bulk").pending()).isEqualTo(1);
        }
        assertThat(Tally.added(store, "a")).isEmpty();
    }

    private static void withBulk(CommandBusSetup bus) {
        bus.lane("bulk", lane -> lane.durable().capacity(10));
    }
}
