package dev.daybook.sql.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.context.BoundedContext;
import dev.daybook.sql.Engine;
import dev.daybook.sql.SqlEventStore;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.TestRun;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node is frozen under load for longer than its lease and woken again, while another carries on. */
final class FrozenNodeTest {

    private static final int FREEZES = TestRun.rounds(2, 20);
    private static final int MOST_BEFORE_FREEZE = 300;
    private static final int WORK_OF_THE_OTHER = 200;
    private static final int WORK_AFTER_WAKING = 50;
    private static final String OWNERS = "SELECT owner, count(*) FROM ${schema}lease WHERE owner IS NOT NULL"
            + " AND name LIKE 'command/noting/" + NotingContext.LANE + "/%' GROUP BY owner";
    private static final String ALL_PARTS = "|64";

    @Test
    void a_node_that_wakes_after_others_took_its_work_changes_nothing(@TempDir Path directory) throws Exception {
        Random random = TestRun.random("Frozen nodes");
        TestDatabase database = Engine.POSTGRES_NEWEST.database(directory);
        LedgerCheck check;
        try (NotingNode one = NotingNode.start(database, directory, "one", random.nextLong());
                NotingNode two = NotingNode.start(database, directory, "two", random.nextLong())) {
            for (int freeze = 0; freeze < FREEZES; freeze++) {
                boolean first = random.nextBoolean();
                freezeUnderLoad(database, first ? one : two, first ? two : one, random);
            }
            for (NotingNode node : List.of(one, two)) {
                node.child().tellToStop();
            }
            one.child().join();
            two.child().join();
            check = LedgerCheck.of(database, List.of(one.ledger(), two.ledger()));
        }
        try (SqlEventStore store = database.open();
                BoundedContext context = NotingContext.start(store)) {
            assertThat(context.commands().lanes()).contains(NotingContext.LANE);
            CommandCrashTest.awaitEmpty(database);
            check.assertIntact();
            assertThat(check.untold()).isEmpty();
        }
        System.out.println(FREEZES + " freezes, " + check.told() + " commands");
    }

    private static void freezeUnderLoad(TestDatabase database, NotingNode victim, NotingNode other, Random random)
            throws Exception {
        victim.awaitTold(1 + random.nextInt(MOST_BEFORE_FREEZE));
        TestRun.await("work shared by two nodes", () -> database.rows(OWNERS).size() == 2);
        TestRun.passMoment(random);
        victim.child().freeze();
        TestRun.await("one node with all parts", () -> hasAllParts(database.rows(OWNERS)));
        other.awaitTold(WORK_OF_THE_OTHER);
        victim.child().wake();
        victim.awaitTold(WORK_AFTER_WAKING);
        other.awaitTold(WORK_AFTER_WAKING);
    }

    private static boolean hasAllParts(List<String> owners) {
        return owners.size() == 1 && owners.getFirst().endsWith(ALL_PARTS);
    }
}
