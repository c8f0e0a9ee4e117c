package dev.daybook.sql.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.context.BoundedContext;
import dev.daybook.sql.Engine;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.TestRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that take and carry out durable commands are killed under load, again and again. */
final class CommandCrashTest {

    private static final int KILLS = TestRun.rounds(3, 60);
    private static final int MOST_BEFORE_DEATH = 400;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    private final List<Path> ledgers = new ArrayList<>();

    @Test
    void each_accepted_command_has_one_outcome_and_one_effect_after_the_only_node_was_killed() throws Exception {
        killUnderLoad(Engine.SQLITE, 1);
    }

    @Test
    void each_accepted_command_has_one_outcome_and_one_effect_after_either_of_two_nodes_was_killed() throws Exception {
        killUnderLoad(Engine.POSTGRES_NEWEST, 2);
    }

    private void killUnderLoad(Engine engine, int count) throws Exception {
        Random random = TestRun.random("Killed nodes on " + engine);
        TestDatabase database = engine.database(directory);
        List<NotingNode> nodes = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                nodes.add(start(database, random));
            }
            for (int kill = 0; kill < KILLS; kill++) {
                NotingNode victim = nodes.get(random.nextInt(count));
                victim.awaitTold(1 + random.nextInt(MOST_BEFORE_DEATH));
                TestRun.passMoment(random);
                victim.child().kill();
                victim.close();
                nodes.set(nodes.indexOf(victim), start(database, random));
            }
            for (NotingNode node : nodes) {
                node.awaitTold(1);
                node.child().kill();
            }
        } finally {
            for (NotingNode node : nodes) {
                node.close();
            }
        }
        drainAndCheck(database);
    }

    private NotingNode start(TestDatabase database, Random random) throws Exception {
        NotingNode node = NotingNode.start(database, directory, "node" + ledgers.size(), random.nextLong());
        ledgers.add(node.ledger());
        return node;
    }

    private void drainAndCheck(TestDatabase database) throws Exception {
        LedgerCheck check = LedgerCheck.of(database, ledgers);
        database.awaitUnused();
        try (SqlEventStore store = database.open();
                BoundedContext context = NotingContext.start(store)) {
            awaitEmpty(database);
            check.assertIntact();
            for (var note : check.untold()) {
                NotingProcess.untilAnswered(note, context::send);
            }
        }
        check.assertIntact();
        List<String> outcomes = database.rows("SELECT count(*) FROM ${schema}outcome");
        assertThat(outcomes).containsExactly("" + (check.told() + check.untold().size()));
        System.out.println(KILLS + " kills, " + check.told() + " commands told, "
                + check.untold().size() + " not");
    }

    static void awaitEmpty(TestDatabase database) throws Exception {
        TestRun.await(
                "empty queues",
                () -> database.rows("SELECT pending FROM ${schema}queue WHERE pending <> 0")
                        .isEmpty());
    }
}
