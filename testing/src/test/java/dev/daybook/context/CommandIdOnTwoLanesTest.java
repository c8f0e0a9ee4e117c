package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.command.Command;
import dev.daybook.command.CommandIdReusedException;
import dev.daybook.command.LaneSetup;
import dev.daybook.context.Tally.Add;
import dev.daybook.testing.InMemoryEventStore;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An id belongs to one command, on whichever lane it comes. */
@Timeout(60)
final class CommandIdOnTwoLanesTest {

    private static final UUID ID = new UUID(7, 7);

    private final Tally tally = new Tally();
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    private static Command<Add> add(int amount) {
        return Command.of(new Add("a", amount)).id(ID);
    }

    @Test
    void what_is_in_memory_is_known_to_a_durable_lane() {
        tally.before(entry -> gate.pass());
        try (BoundedContext context = tally.start(store, bus -> bus.lane("stored", LaneSetup::durable))) {
            context.enqueue(add(1));
            gate.awaitArrival();

            assertThatExceptionOfType(CommandIdReusedException.class)
                    .isThrownBy(() -> context.enqueue(add(2).lane("stored")));
            assertThat(context.enqueue(add(1).lane("stored")).repeated()).isTrue();
            assertThat(store.commands().status("tallies/stored").pending()).isZero();
            gate.open();
        }
        assertThat(Tally.added(store, "a")).containsExactly(1);
    }
}
