package dev.daybook.sql.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.sql.Engine;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.TestRun;
import dev.daybook.sql.command.Noting.NoteCommand.Note;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many more commands at once than a lane takes, in a process that has not the memory to keep them. */
final class BurstTest {

    private static final int COMMANDS = TestRun.rounds(30_000, 1_000_000);

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRES_NEWEST"})
    void of_a_burst_each_command_is_either_rejected_or_carried_out_once(Engine engine, @TempDir Path directory)
            throws Exception {
        TestDatabase database = engine.database(directory);
        Path numbers = directory.resolve("numbers");
        Path counts = directory.resolve("counts");
        List<String> arguments = new ArrayList<>(List.of("" + COMMANDS, numbers.toString(), counts.toString()));
        arguments.addAll(database.toArguments());
        try (Child child = Child.start(BurstProcess.class, arguments.toArray(String[]::new))) {
            child.join();
        }
        BitSet accepted = BitSet.valueOf(Files.readAllBytes(numbers));
        String[] said = Files.readString(counts).split(" ", 4);
        System.out.println("Burst of " + COMMANDS + " on " + engine + ": " + accepted.cardinality() + " accepted, "
                + said[0] + " rejected, at most " + said[2] + " held, " + said[3] + " MiB in use afterwards");

        assertThat(accepted.cardinality() + Integer.parseInt(said[0]))
                .as("accepted and rejected")
                .isEqualTo(COMMANDS);
        assertThat(Integer.parseInt(said[1])).as("finished").isEqualTo(accepted.cardinality());
        assertThat(Integer.parseInt(said[2])).as("most held at one time").isLessThanOrEqualTo(BurstProcess.CAPACITY);
        assertThat(Integer.parseInt(said[0])).as("rejected").isPositive();
        assertEffects(database, accepted);
    }

    private static void assertEffects(TestDatabase database, BitSet accepted) throws SQLException {
        assertThat(database.rows("SELECT count(*) FROM ${schema}outcome"))
                .as("outcomes")
                .containsExactly("" + accepted.cardinality());
        int[] events = new int[COMMANDS + 1];
        for (String row : database.rows("SELECT data FROM ${schema}event")) {
            events[Noting.read(row).number()]++;
        }
        for (int number = 1; number <= COMMANDS; number++) {
            int expected = accepted.get(number) ? new Note("", BurstProcess.SENDER, number).effects() : 0;
            if (events[number] != expected) {
                throw new AssertionError("Note " + number + " has " + events[number] + " events, expected " + expected);
            }
        }
    }
}
