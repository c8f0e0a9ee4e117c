package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.command.Command;
import dev.daybook.command.LaneFullException;
import dev.daybook.command.Outcome;
import dev.daybook.context.Tally.Add;
import dev.daybook.testing.InMemoryEventStore;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lane that is full of what waits behind a parked command has room for others. */
@Timeout(60)
final class ParkedRoomTest {

    private static final int CAPACITY = 4;
    private static final UUID POISON = new UUID(7, 7);

    private final Tally tally = new Tally();
    private final InMemoryEventStore store = new InMemoryEventStore();
    private final Gate gate = new Gate();

    @AfterEach
    void open() {
        gate.open();
    }

    private BoundedContext startFullOfWhatIsParked() {
        tally.before(entry -> {
            if (entry.equals(new Add("a", 1))) {
                throw new IllegalStateException("boom");
            }
            if (entry.key().equals("held")) {
                gate.pass();
            }
        });
        BoundedContext context = tally.start(store, Tally.durable(lane -> lane.capacity(CAPACITY)));
        context.enqueue(Command.of(new Add("a", 1)).id(POISON));
        Conditions.untilParked(context, POISON);
        for (int i = 2; i <= CAPACITY; i++) {
            context.enqueue(new Add("a", i));
        }
        return context;
    }

    @Test
    void other_streams_go_on() {
        try (BoundedContext context = startFullOfWhatIsParked()) {
            assertThat(context.send(new Add("b", 1))).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void the_parked_stream_is_refused_more() {
        try (BoundedContext context = startFullOfWhatIsParked()) {
            assertThatExceptionOfType(LaneFullException.class).isThrownBy(() -> context.enqueue(new Add("a", 5)));
        }
    }

    @Test
    void the_others_have_as_much_room_as_the_lane_and_no_more() {
        try (BoundedContext context = startFullOfWhatIsParked()) {
            for (int i = 1; i <= CAPACITY; i++) {
                context.enqueue(new Add("held", i));
            }

            assertThatExceptionOfType(LaneFullException.class).isThrownBy(() -> context.enqueue(new Add("held", 5)));
            gate.open();
        }
    }
}
