package dev.daybook.sql.command;

import dev.daybook.command.CommandListener;
import dev.daybook.command.LaneFullException;
import dev.daybook.command.Outcome;
import dev.daybook.command.Receipt;
import dev.daybook.context.BoundedContext;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.command.Noting.NoteCommand.Note;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that sends far more than its lane in memory takes, as fast as it can, and writes down what was accepted. */
final class BurstProcess {

    static final int CAPACITY = 1_000;
    static final String SENDER = "burst";

    private static final int SENDERS = 8;
    private static final int NOTEBOOKS = 100;

    private final AtomicInteger deepest = new AtomicInteger();
    private final AtomicInteger rejected = new AtomicInteger();
    private final AtomicInteger finished = new AtomicInteger();

    private BurstProcess() {}

    /**
     * Sends once, waits until the lane is empty.
     *
     * @param arguments how many commands, where to write the numbers of the accepted ones, where to write the counts, and where
     *     the store is
     */
    public static void main(String... arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        TestDatabase database = TestDatabase.of(List.of(arguments).subList(3, arguments.length));
        BurstProcess burst = new BurstProcess();
        BitSet accepted;
        try (SqlEventStore store = database.open();
                BoundedContext context = burst.start(store)) {
            accepted = send(context, count);
        }
        Files.write(Path.of(arguments[1]), accepted.toByteArray());
        Files.writeString(
                Path.of(arguments[2]),
                String.join(" ", "" + burst.rejected, "" + burst.finished, "" + burst.deepest, "" + usedMebibytes()));
    }

    private BoundedContext start(SqlEventStore store) {
        return BoundedContext.named("burst")
                .store(store)
                .aggregate(Noting.aggregate())
                .commandBus(bus -> bus.listener(new Counting()).lane("default", lane -> lane.capacity(CAPACITY)))
                .start();
    }

    private static BitSet send(BoundedContext context, int count) throws Exception {
        BitSet accepted = new BitSet(count + 1);
        try (ExecutorService threads = Executors.newFixedThreadPool(SENDERS)) {
            List<Callable<BitSet>> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                int first = 1 + i;
                senders.add(() -> send(context, first, count));
            }
            for (Future<BitSet> part : threads.invokeAll(senders)) {
                accepted.or(part.get());
            }
        }
        return accepted;
    }

    private static BitSet send(BoundedContext context, int first, int count) {
        BitSet accepted = new BitSet(count + 1);
        for (int number = first; number <= count; number += SENDERS) {
            try {
                Receipt unused = context.enqueue(new Note("" + number % NOTEBOOKS, SENDER, number));
                accepted.set(number);
            } catch (LaneFullException e) {
                // the listener counts it
            }
        }
        return accepted;
    }

    private static long usedMebibytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }

    /** What the lane says of itself. */
    private final class Counting implements CommandListener {

        @Override
        public void accepted(String lane, int depth) {
            deepest.accumulateAndGet(depth, Math::max);
        }

        @Override
        public void rejected(String lane) {
            rejected.incrementAndGet();
        }

        @Override
        public void finished(String lane, Outcome outcome, Duration waited, Duration ran) {
            finished.incrementAndGet();
        }
    }
}
