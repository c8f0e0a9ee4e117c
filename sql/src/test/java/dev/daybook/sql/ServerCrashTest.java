package dev.daybook.sql;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One store stays open while its PostgreSQL dies and comes back, and its callers only repeat what failed. */
final class ServerCrashTest {

    private static final int ROUNDS = TestRun.rounds(2, 20);
    private static final int WRITERS = 16;

    @TempDir
    private static Path data;

    @SuppressWarnings("NullAway.Init") // by start
    private static MortalPostgres server;

    @BeforeAll
    static void start() throws Exception {
        server = MortalPostgres.start(data);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    /** How the server ends. */
    @FunctionalInterface
    private interface End {
        void come() throws Exception;
    }

    @Test
    void the_store_goes_on_by_itself_after_its_server_was_killed() throws Exception {
        surviveUnderLoad("Killed server", server::kill);
    }

    @Test
    void the_store_goes_on_by_itself_after_its_server_was_restarted() throws Exception {
        surviveUnderLoad("Restarted server", server::stop);
    }

    private static void surviveUnderLoad(String test, End end) throws Exception {
        Random random = TestRun.random(test);
        String schema = PostgresServer.freshSchema();
        TestDatabase database =
                new TestDatabase.PostgresDatabase(PostgresServer.jdbcUrl(server.port(), schema), schema);
        List<Acknowledged> acknowledged = new ArrayList<>();
        try (SqlEventStore store = database.open()) {
            for (int round = 0; round < ROUNDS; round++) {
                try (Writers writers = Writers.start(store, WRITERS, random)) {
                    writers.awaitAcknowledged(1 + random.nextInt(2_000));
                    TestRun.passMoment(random);
                    end.come();
                    server.startAgain();
                    writers.awaitAcknowledged(500);
                    acknowledged.addAll(writers.stop());
                }
                StoreCheck.assertIntact(store, acknowledged);
            }
        }
    }
}
