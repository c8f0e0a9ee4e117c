package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.command.Command;
import dev.daybook.command.CommandStatus;
import dev.daybook.command.Outcome;
import dev.daybook.context.Tally.Add;
import dev.daybook.context.Tally.Take;
import dev.daybook.event.RecordedEvent;
import dev.daybook.store.CommandState;
import dev.daybook.testing.InMemoryEventStore;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is kept of commands once they are carried out: their outcomes for a time, and what belongs to one request. */
@Timeout(60)
final class RememberedTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration RETENTION = Duration.ofDays(2);

    private final Tally tally = new Tally();
    private final SettableClock clock = new SettableClock(NOW);
    private final InMemoryEventStore store = new InMemoryEventStore(clock);

    private BoundedContext start() {
        return tally.start(store, clock, bus -> bus.outcomeRetention(RETENTION).lane("stored", lane -> lane.durable()));
    }

    private static Command<Add> add(int number) {
        return Command.of(new Add("a", number)).id(new UUID(0, number));
    }

    @Test
    void outcomes_are_forgotten_after_their_time_however_many() {
        try (BoundedContext context = start()) {
            for (int i = 1; i <= 2_500; i++) {
                context.send(add(i));
            }
            clock.advance(RETENTION);
            context.send(add(2_501));
            assertThat(context.status(new UUID(0, 1))).containsInstanceOf(CommandStatus.Done.class);
        }
        clock.advance(Duration.ofMillis(1));
        try (BoundedContext context = start()) {
            Conditions.until(
                    "the last of the old is forgotten",
                    () -> context.status(new UUID(0, 2_500)).isEmpty());

            assertThat(context.status(new UUID(0, 1))).isEmpty();
            assertThat(context.status(new UUID(0, 2_501))).containsInstanceOf(CommandStatus.Done.class);
        }
    }

    @Test
    void a_key_stands_for_one_command() {
        Command<Add> keyed = Command.of(new Add("a", 1)).idempotencyKey("client-1/key");
        try (BoundedContext context = start()) {
            Outcome first = context.send(keyed);

            assertThat(context.send(keyed)).isEqualTo(first);
            assertThat(context.send(keyed.idempotencyKey("client-2/key"))).isNotEqualTo(first);
        }
        assertThat(Tally.added(store, "a")).containsExactly(1, 1);
    }

    @Test
    void all_that_belongs_to_a_request_is_found_by_its_correlation_id() {
        try (BoundedContext context = start()) {
            context.send(add(1).correlatedBy("request"));
            context.send(add(2).correlatedBy("other"));
            context.send(Command.of(new Take("a", 100)).correlatedBy("request").lane("stored"));
            context.send(add(3).correlatedBy("request").lane("stored"));
            context.enqueue(add(4).correlatedBy("request").lane("stored").due(NOW.plusSeconds(60)));

            Conditions.until(
                    "all is indexed",
                    () -> context.trace("request", 10).commands().size() == 4);
            Trace trace = context.trace("request", 10);

            assertThat(trace.commands())
                    .extracting(state -> state.header().type())
                    .containsExactly("tally.add", "tally.take", "tally.add", "tally.add");
            assertThat(trace.commands().getLast()).isInstanceOf(CommandState.Scheduled.class);
            assertThat(trace.events())
                    .<Object>extracting(RecordedEvent::event)
                    .containsExactly(new Tally.Added(1), new Tally.Added(3));
            assertThat(trace.events())
                    .allMatch(event ->
                            event.metadata().correlation().orElseThrow().equals("request"));
            assertThat(context.trace("request", 1).events()).hasSize(1);
            assertThat(context.trace("unknown", 10).commands()).isEmpty();
        }
    }
}
