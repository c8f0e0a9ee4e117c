package dev.daybook.sql.process;

import dev.daybook.command.LaneFullException;
import dev.daybook.command.OutcomePendingException;
import dev.daybook.context.BoundedContext;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.process.Parcels.ParcelCommand;
import dev.daybook.store.StoreUnavailableException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A process that registers parcels and has some of them collected, until it is killed. */
final class ParcelProcess {

    private static final int SENDERS = 3;
    private static final int SOME = 3;

    private ParcelProcess() {}

    /**
     * Sends until its input ends or holds anything.
     *
     * @param arguments effects, name of its parcels, seed, and where the store is
     */
    public static void main(String... arguments) throws Exception {
        Random random = new Random(Long.parseLong(arguments[2]));
        TestDatabase database = TestDatabase.of(List.of(arguments).subList(3, arguments.length));
        try (Effects effects = Effects.open(Path.of(arguments[0]));
                SqlEventStore store = database.open();
                BoundedContext context = Parcels.start(store, effects)) {
            for (int i = 1; i <= SENDERS; i++) {
                String name = arguments[1] + '-' + i;
                long seed = random.nextLong();
                Thread.ofPlatform().daemon().start(() -> send(context, name, new Random(seed)));
            }
            int unused = System.in.read();
        }
    }

    private static void send(BoundedContext context, String name, Random random) {
        for (int number = 1; ; number++) {
            String parcel = name + '-' + number;
            try {
                context.send(new ParcelCommand.Register(parcel));
                if (random.nextInt(SOME) == 0) {
                    context.send(new ParcelCommand.Collect(parcel));
                }
            } catch (StoreUnavailableException | LaneFullException | OutcomePendingException e) {
                System.err.println("Going on: " + e.getMessage());
            }
        }
    }
}
