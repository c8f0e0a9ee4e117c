package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.command.Command;
import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.CommandIdReusedException;
import dev.daybook.command.Outcome;
import dev.daybook.command.WhenFull;
import dev.daybook.context.Tally.Add;
import dev.daybook.context.Tally.Take;
import dev.daybook.testing.InMemoryEventStore;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same command id again has the first outcome, and nothing is done twice. */
@Timeout(60)
final class RepeatedCommandTest {

    private static final UUID ID = new UUID(7, 7);
    private static final Command<Add> ADD = Command.of(new Add("a", 5)).id(ID);
    private static final Command<Add> OTHER = Command.of(new Add("b", 6)).id(ID);

    private final Tally tally = new Tally();
    private final InMemoryEventStore store = new InMemoryEventStore();

    /** On each kind of lane alike. */
    abstract class OnALane {

        private final Consumer<CommandBusSetup> setup;
        private BoundedContext context;

        OnALane(Consumer<CommandBusSetup> setup) {
            this.setup = setup;
            this.context = tally.start(store, setup);
        }

        @AfterEach
        void close() {
            context.close();
        }

        @Test
        void a_repeated_command_gets_the_first_outcome_and_is_decided_once() {
            Outcome first = context.send(ADD);
            context.send(new Add("a", 1));

            assertThat(context.send(ADD)).isEqualTo(first);
            assertThat(context.enqueue(ADD).repeated()).isTrue();
            assertThat(context.send(ADD)).isEqualTo(first);
            assertThat(tally.decided).containsExactly(new Add("a", 5), new Add("a", 1));
        }

        @Test
        void a_refusal_is_remembered_though_it_would_be_accepted_now() {
            Command<Take> take = Command.of(new Take("a", 3)).id(ID);
            Outcome first = context.send(take);
            context.send(new Add("a", 10));

            assertThat(first).isInstanceOf(Outcome.Refused.class);
            assertThat(context.send(take)).isEqualTo(first);
            assertThat(tally.decided).hasSize(2);
        }

        @Test
        void a_repeated_command_waits_for_the_first_while_it_runs() {
            Gate gate = new Gate();
            tally.before(entry -> gate.pass());
            CompletableFuture<Outcome> first = Senders.send(context, ADD);
            gate.awaitArrival();

            CompletableFuture<Outcome> second = Senders.send(context, ADD);
            boolean repeated = context.enqueue(ADD).repeated();
            gate.open();

            assertThat(repeated).isTrue();
            assertThat(Senders.of(second)).isEqualTo(Senders.of(first)).isInstanceOf(Outcome.Accepted.class);
            assertThat(tally.decided).hasSize(1);
        }

        @Test
        void the_first_outcome_outlives_a_restart() {
            Outcome first = context.send(ADD);
            context.close();
            context = tally.start(store.reopen(), setup);

            assertThat(context.send(ADD)).isEqualTo(first);
            assertThat(context.enqueue(ADD).repeated()).isTrue();
            assertThat(tally.decided).hasSize(1);
        }

        @Test
        void the_same_id_with_another_payload_is_an_error() {
            context.send(ADD);

            assertThatExceptionOfType(CommandIdReusedException.class)
                    .isThrownBy(() -> context.send(OTHER))
                    .withMessageContainingAll(ID.toString(), "tally.add", "tally-a");
            assertThatExceptionOfType(CommandIdReusedException.class).isThrownBy(() -> context.enqueue(OTHER));
            assertThat(tally.decided).hasSize(1);
        }

        @Test
        void the_same_id_with_another_payload_is_an_error_while_the_first_runs() {
            Gate gate = new Gate();
            tally.before(entry -> gate.pass());
            CompletableFuture<Outcome> first = Senders.send(context, ADD);
            gate.awaitArrival();

            assertThatExceptionOfType(CommandIdReusedException.class).isThrownBy(() -> context.send(OTHER));
            assertThatExceptionOfType(CommandIdReusedException.class).isThrownBy(() -> context.enqueue(OTHER));
            gate.open();

            assertThat(Senders.of(first)).isInstanceOf(Outcome.Accepted.class);
            assertThat(tally.decided).hasSize(1);
        }

        @Test
        void another_node_gives_the_first_outcome() {
            Outcome first = context.send(ADD);
            try (BoundedContext other = tally.start(store.reopen(), setup)) {
                assertThat(other.send(ADD)).isEqualTo(first);
            }
            assertThat(tally.decided).hasSize(1);
        }
    }

    @Nested
    final class InMemory extends OnALane {
        InMemory() {
            super(bus -> {});
        }
    }

    @Nested
    final class Durable extends OnALane {
        Durable() {
            super(Tally.durable());
        }
    }

    @Nested
    final class Overflowing extends OnALane {
        Overflowing() {
            super(bus -> bus.lane(CommandBusSetup.DEFAULT_LANE, lane -> lane.whenFull(WhenFull.overflow(10))));
        }
    }

    @Nested
    final class OnTwoLanes {

        private BoundedContext context;
        private final Gate gate = new Gate();

        @BeforeEach
        void start() {
            context = tally.start(store, bus -> bus.lane("stored", lane -> lane.durable()));
        }

        @AfterEach
        void close() {
            gate.open();
            context.close();
        }

        @Test
        void another_lane_gives_the_first_outcome() {
            Outcome first = context.send(ADD);

            assertThat(context.send(ADD.lane("stored"))).isEqualTo(first);
            assertThat(tally.decided).hasSize(1);
        }

        @Test
        void a_lane_in_memory_gives_the_first_outcome_of_a_durable_one() {
            Outcome first = context.send(ADD.lane("stored"));

            assertThat(context.send(ADD)).isEqualTo(first);
            assertThat(tally.decided).hasSize(1);
        }

        @Test
        void what_runs_on_a_durable_lane_is_not_done_again_in_memory() {
            tally.before(entry -> gate.pass());
            context.enqueue(ADD.lane("stored"));
            gate.awaitArrival();

            CompletableFuture<Outcome> second = Senders.send(context, ADD);
            assertThat(context.enqueue(ADD).repeated()).isTrue();
            gate.open();

            assertThat(Senders.of(second)).isInstanceOf(Outcome.Accepted.class);
            assertThat(tally.decided).hasSize(1);
        }

        @Test
        void what_waits_on_a_durable_lane_is_not_pushed_out_by_another_payload_in_memory() {
            tally.before(entry -> gate.pass());
            context.enqueue(ADD.lane("stored"));
            gate.awaitArrival();

            assertThatExceptionOfType(CommandIdReusedException.class).isThrownBy(() -> context.send(OTHER));
            assertThatExceptionOfType(CommandIdReusedException.class).isThrownBy(() -> context.enqueue(OTHER));
            gate.open();

            Conditions.untilDone(context, ID);
            assertThat(Tally.added(store, "a")).containsExactly(5);
            assertThat(Tally.added(store, "b")).isEmpty();
        }
    }
}
