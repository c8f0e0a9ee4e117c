package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.command.Command;
import dev.daybook.command.CommandListener;
import dev.daybook.command.LaneFullException;
import dev.daybook.command.Outcome;
import dev.daybook.context.Tally.Add;
import dev.daybook.testing.InMemoryEventStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A listener is told what happens on the lanes. */
@Timeout(60)
final class ListenerTest {

    private static final Command<Add> ADD = Command.of(new Add("a", 1)).id(new UUID(7, 7));

    private final Tally tally = new Tally();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Gate gate = new Gate();
    private final BoundedContext context = tally.start(new InMemoryEventStore(), bus -> {
        Tally.inMemory(lane -> lane.capacity(2)).accept(bus);
        bus.listener(new Hearing()).lane("stored", lane -> lane.durable());
    });

    private final class Hearing implements CommandListener {
        @Override
        public void accepted(String lane, int depth) {
            heard.add("accepted " + lane);
        }

        @Override
        public void rejected(String lane) {
            heard.add("rejected " + lane);
        }

        @Override
        public void finished(String lane, Outcome outcome, Duration waited, Duration ran) {
            assertThat(List.of(waited, ran)).noneMatch(Duration::isNegative);
            heard.add("finished " + lane);
        }

        @Override
        public void duplicate(String lane, UUID command) {
            heard.add("duplicate " + lane);
        }

        @Override
        public void parked(String lane, UUID command, String error) {
            heard.add("parked " + lane);
        }
    }

    @AfterEach
    void close() {
        gate.open();
        context.close();
    }

    @Test
    void of_what_is_carried_out_and_repeated() {
        context.send(ADD);
        context.send(ADD);

        Conditions.until("all was told", () -> heard.size() == 3);
        assertThat(heard).containsExactlyInAnyOrder("accepted default", "finished default", "duplicate default");
    }

    @Test
    void of_what_is_stored_and_repeated() {
        context.send(ADD.lane("stored"));
        context.send(ADD.lane("stored"));

        Conditions.until("all was told", () -> heard.size() == 3);
        assertThat(heard).containsExactlyInAnyOrder("accepted stored", "finished stored", "duplicate stored");
    }

    @Test
    void of_what_is_rejected() {
        tally.before(entry -> gate.pass());
        CompletableFuture<Outcome> first = Senders.send(context, new Add("a", 1));
        CompletableFuture<Outcome> second = Senders.send(context, new Add("a", 2));

        assertThatExceptionOfType(LaneFullException.class).isThrownBy(() -> context.send(new Add("a", 3)));
        assertThat(heard).containsExactly("accepted default", "accepted default", "rejected default");
        gate.open();
        assertThat(List.of(Senders.of(first), Senders.of(second))).hasSize(2);
    }

    @Test
    void of_what_is_parked() {
        tally.before(entry -> {
            throw new IllegalStateException("boom");
        });
        context.enqueue(ADD.lane("stored"));

        Conditions.untilParked(context, new UUID(7, 7));
        Conditions.until("it was told", () -> heard.contains("parked stored"));
    }
}
