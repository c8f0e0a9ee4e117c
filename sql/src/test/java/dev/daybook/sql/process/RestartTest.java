package dev.daybook.sql.process;

import dev.daybook.command.LaneFullException;
import dev.daybook.command.OutcomePendingException;
import dev.daybook.context.BoundedContext;
import dev.daybook.sql.MortalPostgres;
import dev.daybook.sql.PostgresServer;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.TestRun;
import dev.daybook.store.StoreUnavailableException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One context stays open while its PostgreSQL dies and comes back. Its projections, policy and process manager go on by
 * themselves, and come to what the log says.
 */
final class RestartTest {

    private static final int ROUNDS = TestRun.rounds(2, 20);
    private static final int SENDERS = 3;
    private static final int MOST_BEFORE_END = 200;
    private static final int WORK_AFTERWARDS = 100;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    /** How the server ends. */
    @FunctionalInterface
    private interface End {
        void come() throws Exception;
    }

    @Test
    void nothing_is_missing_or_done_twice_after_the_server_was_killed() throws Exception {
        try (MortalPostgres server = MortalPostgres.start(directory.resolve("data"))) {
            surviveUnderLoad("Read side beside a killed server", server, server::kill);
        }
    }

    @Test
    void nothing_is_missing_or_done_twice_after_the_server_was_restarted() throws Exception {
        try (MortalPostgres server = MortalPostgres.start(directory.resolve("data"))) {
            surviveUnderLoad("Read side beside a restarted server", server, server::stop);
        }
    }

    private void surviveUnderLoad(String test, MortalPostgres server, End end) throws Exception {
        Random random = TestRun.random(test);
        String schema = PostgresServer.freshSchema();
        TestDatabase database =
                new TestDatabase.PostgresDatabase(PostgresServer.jdbcUrl(server.port(), schema), schema);
        Path file = directory.resolve("effects");
        try (Effects effects = Effects.open(file);
                SqlEventStore store = database.open();
                BoundedContext context = Parcels.start(store, effects)) {
            for (int round = 0; round < ROUNDS; round++) {
                Senders senders = Senders.start(context, "round" + round, random);
                try {
                    awaitEffects(file, 1 + random.nextInt(MOST_BEFORE_END));
                    TestRun.passMoment(random);
                    end.come();
                    server.startAgain();
                    awaitEffects(file, WORK_AFTERWARDS);
                } finally {
                    senders.stop();
                }
                String found = new ParcelCheck(database, store, context, file).settleAndCheck();
                System.out.println(test + ", round " + round + ": " + found);
            }
        }
    }

    private static void awaitEffects(Path file, int more) throws Exception {
        int wanted = Effects.read(file).size() + more;
        TestRun.await("some more effects", () -> Effects.read(file).size() >= wanted);
    }

    /** Register parcels and have some of them collected, until they are stopped. */
    private static final class Senders {

        private static final int SOME = 3;

        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean over;

        static Senders start(BoundedContext context, String name, Random random) {
            Senders senders = new Senders();
            for (int i = 1; i <= SENDERS; i++) {
                String parcels = name + '-' + i;
                long seed = random.nextLong();
                senders.threads.add(
                        Thread.ofPlatform().daemon().start(() -> senders.send(context, parcels, new Random(seed))));
            }
            return senders;
        }

        private void send(BoundedContext context, String name, Random random) {
            for (int number = 1; !over; number++) {
                String parcel = name + '-' + number;
                try {
                    context.send(new Parcels.ParcelCommand.Register(parcel));
                    if (random.nextInt(SOME) == 0) {
                        context.send(new Parcels.ParcelCommand.Collect(parcel));
                    }
                } catch (StoreUnavailableException | LaneFullException | OutcomePendingException e) {
                    TestRun.passMoment(random); // whether it is stored is told by the log
                }
            }
        }

        void stop() throws InterruptedException {
            over = true;
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}
