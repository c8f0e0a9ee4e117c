package dev.daybook.benchmarks.daybook;

import dev.daybook.benchmarks.command.CommandFeed;
import dev.daybook.benchmarks.command.CommandSide;
import dev.daybook.benchmarks.command.PlaceOrder;
import dev.daybook.benchmarks.measure.Contender;
import dev.daybook.benchmarks.measure.Operation;
import dev.daybook.benchmarks.measure.Run;
import dev.daybook.command.Command;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Sends commands on the lane {@value #CRITICAL} while others keep the lane {@value #BULK} busy.
 *
 * @param bulkSenders who send their next command to the bulk lane when they have the outcome of the one before
 */
public record BesideBulk(
        String name,
        CommandSide.Opening<DaybookCommands> opening,
        int aggregates,
        int bulkSenders,
        ThreadFactory threads)
        implements Contender {

    public static final String CRITICAL = "critical";
    public static final String BULK = "bulk";

    @Override
    public Run begin() throws Exception {
        DaybookCommands side = opening.open();
        CommandSide.fill(aggregates, side::send);
        return new BulkRun(side, side.count(), this);
    }

    private static Command<PlaceOrder> on(String lane, PlaceOrder command) {
        return Command.of(command).lane(lane);
    }

    private static final class BulkRun implements Run {

        private final DaybookCommands side;
        private final long before;
        private final int aggregates;
        private final LongAdder bulk = new LongAdder();
        private final CompletableFuture<Void> sending;
        private volatile boolean over;

        BulkRun(DaybookCommands side, long before, BesideBulk contender) {
            this.side = side;
            this.before = before;
            this.aggregates = contender.aggregates;
            Executor senders = task -> contender.threads.newThread(task).start();
            this.sending = CompletableFuture.allOf(IntStream.range(0, contender.bulkSenders)
                    .mapToObj(i -> CompletableFuture.runAsync(this::sendUntilOver, senders))
                    .toArray(CompletableFuture[]::new));
        }

        private void sendUntilOver() {
            CommandFeed feed = new CommandFeed(aggregates);
            while (!over) {
                side.send(on(BULK, feed.next()));
                bulk.increment();
            }
        }

        @Override
        public Operation operation() {
            CommandFeed feed = new CommandFeed(aggregates);
            return () -> {
                side.send(on(CRITICAL, feed.next()));
                return 1;
            };
        }

        @Override
        public void verify(long units) throws Exception {
            over = true;
            sending.join();
            side.verify(before, units + bulk.sum());
        }

        @Override
        public void close() throws SQLException {
            over = true;
            side.close();
        }
    }
}
