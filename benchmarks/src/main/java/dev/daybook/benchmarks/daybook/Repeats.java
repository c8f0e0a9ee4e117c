package dev.daybook.benchmarks.daybook;

import dev.daybook.benchmarks.command.CommandFeed;
import dev.daybook.benchmarks.command.CommandSide;
import dev.daybook.benchmarks.command.PlaceOrder;
import dev.daybook.benchmarks.measure.Contender;
import dev.daybook.benchmarks.measure.Operation;
import dev.daybook.benchmarks.measure.Run;
import dev.daybook.command.Command;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;

/** Sends commands that were carried out before, one for each aggregate, with the ids of then. */
public record Repeats(String name, CommandSide.Opening<DaybookCommands> opening, int aggregates, ThreadFactory threads)
        implements Contender {

    /** The same with ids that are seen for the first time. */
    public static Operation firstTimers(DaybookCommands side, CommandFeed feed) {
        SplittableRandom random = new SplittableRandom();
        return () -> {
            side.send(Command.of(feed.next()).id(new UUID(random.nextLong(), random.nextLong())));
            return 1;
        };
    }

    @Override
    public Run begin() throws Exception {
        DaybookCommands side = opening.open();
        Queue<Command<PlaceOrder>> sent = new ConcurrentLinkedQueue<>();
        CommandSide.fill(aggregates, content -> {
            Command<PlaceOrder> command = Command.of(content).id(UUID.randomUUID());
            side.send(command);
            sent.add(command);
        });
        return new RepeatRun(side, side.count(), List.copyOf(sent));
    }

    private record RepeatRun(DaybookCommands side, long before, List<Command<PlaceOrder>> sent) implements Run {

        @Override
        public Operation operation() {
            SplittableRandom random = new SplittableRandom();
            return () -> {
                side.send(sent.get(random.nextInt(sent.size())));
                return 1;
            };
        }

        /** Nothing may have been done twice. */
        @Override
        public void verify(long units) throws Exception {
            side.verify(before, 0);
        }

        @Override
        public void close() throws SQLException {
            side.close();
        }
    }
}
