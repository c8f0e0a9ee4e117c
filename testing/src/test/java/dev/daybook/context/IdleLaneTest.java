package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.command.Command;
import dev.daybook.command.Outcome;
import dev.daybook.context.Tally.Add;
import dev.daybook.store.EventStore;
import dev.daybook.testing.InMemoryEventStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A durable lane that has nothing to do costs little beside lanes that are busy. */
@Timeout(60)
final class IdleLaneTest {

    private static final int COMMANDS = 2_000;

    @Test
    void it_does_not_look_at_its_queue_after_every_commit_of_others() {
        AtomicInteger reads = new AtomicInteger();
        EventStore store = CommandCalls.of(new InMemoryEventStore(), (method, call) -> {
            if (method.equals("read")) {
                reads.incrementAndGet();
            }
            return call.make();
        });
        try (BoundedContext context = new Tally().start(store, bus -> bus.lane("idle", lane -> lane.durable()))) {
            assertThat(context.send(Command.of(new Add("a", 1)).lane("idle"))).isInstanceOf(Outcome.Accepted.class);
            int before = reads.get();
            long start = System.nanoTime();
            for (int i = 0; i < COMMANDS; i++) {
                context.send(new Add("b", 1));
            }
            int read = reads.get() - before;
            Duration busy = Duration.ofNanos(System.nanoTime() - start);

            assertThat(read).isLessThan((int) (busy.toMillis() / 20) + 50);
        }
    }
}
