package dev.daybook.sql;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ProcessCrashTest {

    private static final int ROUNDS = TestRun.rounds(3, 60);
    private static final int MOST_COMMITS_BEFORE_DEATH = 800;
    private static final int FOR_EVER = Integer.MAX_VALUE;

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void nothing_is_lost_halved_or_doubled_when_the_writing_process_is_killed(Engine engine, @TempDir Path directory)
            throws Exception {
        Random random = TestRun.random("Killed writers on " + engine);
        TestDatabase database = engine.database(directory);
        List<Acknowledged> acknowledged = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (ChildJvm writer = ChildJvm.start(database, random.nextLong(), FOR_EVER)) {
                writer.awaitAcknowledged(1 + random.nextInt(MOST_COMMITS_BEFORE_DEATH));
                TestRun.passMoment(random);
                acknowledged.addAll(writer.kill());
            }
            database.awaitUnused();
            try (SqlEventStore store = database.open()) {
                StoreCheck.assertIntact(store, acknowledged);
            }
        }
    }
}
