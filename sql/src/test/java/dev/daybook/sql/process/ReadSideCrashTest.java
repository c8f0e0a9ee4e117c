package dev.daybook.sql.process;

import dev.daybook.context.BoundedContext;
import dev.daybook.sql.Engine;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.TestRun;
import dev.daybook.sql.command.Child;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that runs a projection, a policy and a process manager is killed or frozen under load, again and again. Afterwards
 * the log, and a file in which the policy noted its effects, say what all of them must have come to.
 */
final class ReadSideCrashTest {

    private static final int KILLS = TestRun.rounds(3, 60);
    private static final int FREEZES = TestRun.rounds(2, 20);
    private static final int MOST_BEFORE_DEATH = 300;
    private static final int WORK_OF_THE_OTHER = 100;
    private static final String OWNERS =
            "SELECT DISTINCT owner FROM ${schema}lease WHERE owner IS NOT NULL AND name LIKE 'subscription/%'";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @Test
    void nothing_is_missing_or_done_twice_after_kills_on_sqlite() throws Exception {
        killUnderLoad(Engine.SQLITE);
    }

    @Test
    void nothing_is_missing_or_done_twice_after_kills_on_postgres() throws Exception {
        killUnderLoad(Engine.POSTGRES_NEWEST);
    }

    @Test
    void a_node_that_wakes_after_another_took_its_partitions_does_no_harm() throws Exception {
        Random random = TestRun.random("Frozen read side");
        TestDatabase database = Engine.POSTGRES_NEWEST.database(directory);
        Path file = directory.resolve("effects");
        try (Child one = start(database, file, "one", random);
                Child two = start(database, file, "two", random)) {
            for (int freeze = 0; freeze < FREEZES; freeze++) {
                boolean first = random.nextBoolean();
                awaitEffects(file, 1 + random.nextInt(MOST_BEFORE_DEATH), one, two);
                TestRun.await(
                        "partitions of two nodes", () -> database.rows(OWNERS).size() == 2);
                TestRun.passMoment(random);
                Child victim = first ? one : two;
                victim.freeze();
                TestRun.await(
                        "partitions of one node", () -> database.rows(OWNERS).size() == 1);
                awaitEffects(file, WORK_OF_THE_OTHER, first ? two : one);
                victim.wake();
            }
            awaitEffects(file, WORK_OF_THE_OTHER, one, two);
            one.kill();
            two.kill();
        }
        catchUpAndCheck(database, file, FREEZES + " freezes");
    }

    private void killUnderLoad(Engine engine) throws Exception {
        Random random = TestRun.random("Killed read side on " + engine);
        TestDatabase database = engine.database(directory);
        Path file = directory.resolve("effects");
        for (int kill = 0; kill < KILLS; kill++) {
            try (Child child = start(database, file, "run" + kill, random)) {
                awaitEffects(file, 1 + random.nextInt(MOST_BEFORE_DEATH), child);
                TestRun.passMoment(random);
                child.kill();
            }
        }
        catchUpAndCheck(database, file, KILLS + " kills");
    }

    private static Child start(TestDatabase database, Path file, String name, Random random) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(file.toString(), name, "" + random.nextLong()));
        arguments.addAll(database.toArguments());
        return Child.start(ParcelProcess.class, arguments.toArray(String[]::new));
    }

    private static void awaitEffects(Path file, int more, Child... children) throws Exception {
        int wanted = Effects.read(file).size() + more;
        TestRun.await("some more effects", () -> {
            for (Child child : children) {
                child.requireAlive();
            }
            return Effects.read(file).size() >= wanted;
        });
    }

    private static void catchUpAndCheck(TestDatabase database, Path file, String after) throws Exception {
        database.awaitUnused();
        try (Effects effects = Effects.open(file);
                SqlEventStore store = database.open();
                BoundedContext context = Parcels.start(store, effects)) {
            System.out.println(after + ", " + new ParcelCheck(database, store, context, file).settleAndCheck());
        }
    }
}
