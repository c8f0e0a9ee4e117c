package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.daybook.command.Command;
import dev.daybook.command.CommandStatus;
import dev.daybook.command.Outcome;
import dev.daybook.context.Tally.Add;
import dev.daybook.testing.InMemoryEventStore;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A command that is due later waits for its time, by the store's clock. */
@Timeout(60)
final class DueCommandTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID ID = new UUID(7, 7);

    private final SettableClock clock = new SettableClock(NOW);
    private final InMemoryEventStore store = new InMemoryEventStore(clock);
    private final BoundedContext context = new Tally()
            .start(
                    store,
                    clock,
                    bus -> bus.lane("stored", lane -> lane.durable().takes(Add.class)));

    @AfterEach
    void close() {
        context.close();
    }

    private static Command<Add> in(int seconds, int amount) {
        return Command.of(new Add("a", amount)).due(NOW.plusSeconds(seconds));
    }

    @Test
    void it_is_carried_out_at_its_time_and_not_before() {
        context.enqueue(in(60, 1).id(ID));
        clock.advance(Duration.ofSeconds(59));
        context.send(new Add("a", 2));

        assertThat(context.status(ID)).contains(new CommandStatus.Scheduled(NOW.plusSeconds(60)));
        assertThat(context.commands().operations().lanes().getLast().scheduled())
                .isEqualTo(1);
        clock.advance(Duration.ofSeconds(1));

        Conditions.untilDone(context, ID);
        assertThat(Tally.added(store, "a")).containsExactly(2, 1);
    }

    @Test
    void those_that_are_due_go_in_the_order_of_their_times() {
        context.enqueue(in(3, 3));
        context.enqueue(in(1, 1));
        context.enqueue(in(2, 2));

        clock.advance(Duration.ofSeconds(3));

        Conditions.until("all is carried out", () -> store.head().value() == 3);
        assertThat(Tally.added(store, "a")).containsExactly(1, 2, 3);
    }

    @Test
    void one_that_is_due_already_is_carried_out_at_once() {
        context.enqueue(in(-1, 1).id(ID));

        Conditions.untilDone(context, ID);
    }

    @Test
    void one_that_is_taken_back_in_time_is_never_carried_out() {
        context.enqueue(in(60, 1).id(ID));

        assertThat(context.commands().cancel(ID)).isTrue();
        assertThat(context.status(ID)).isEmpty();
        clock.advance(Duration.ofSeconds(60));
        assertThat(context.send(new Add("a", 2))).isInstanceOf(Outcome.Accepted.class);
        assertThat(Tally.added(store, "a")).containsExactly(2);
    }

    @Test
    void one_whose_time_has_come_cannot_be_taken_back() {
        context.enqueue(in(60, 1).id(ID));
        clock.advance(Duration.ofSeconds(60));

        assertThat(context.commands().cancel(ID)).isFalse();
        Conditions.untilDone(context, ID);
        assertThat(context.commands().cancel(ID)).isFalse();
    }

    @Test
    void a_lane_in_memory_takes_none() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context.enqueue(in(60, 1).lane("default")))
                .withMessageContaining("name a durable lane");
    }

    @Test
    void nobody_can_wait_for_its_outcome() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> context.send(in(60, 1)))
                .withMessageContaining("enqueue it");
    }

    @Test
    void a_clock_that_is_ahead_of_the_stores_keeps_nothing_else_from_being_done() {
        context.close();
        try (BoundedContext ahead = BoundedContext.named("tallies")
                .store(store.reopen())
                .clock(new SettableClock(NOW.plusSeconds(3_600)))
                .aggregate(new Tally().aggregate())
                .commandBus(bus -> bus.lane("stored", lane -> lane.durable().takes(Add.class)))
                .start()) {
            ahead.enqueue(in(60, 1).id(ID));
            ahead.send(Command.of(new Add("a", 2)).correlatedBy("request"));

            Conditions.until(
                    "the trace is indexed",
                    () -> ahead.trace("request", 10).commands().size() == 1);
            assertThat(ahead.status(ID)).containsInstanceOf(CommandStatus.Scheduled.class);
        }
    }
}
