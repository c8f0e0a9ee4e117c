package dev.daybook.sql.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.command.CommandIds;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.command.Noting.NoteCommand.Note;
import dev.daybook.sql.command.Noting.NoteEvent.Noted;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Compares what senders were told with what the tables hold once every queue is empty, both read from outside of the code
 * that is tested.
 */
final class LedgerCheck {

    private final TestDatabase database;
    private final Map<String, Note> tried = new LinkedHashMap<>();
    private final Set<String> told = new HashSet<>();
    private final Map<String, String> answers = new HashMap<>();
    private final Map<String, StoredOutcome> outcomes = new HashMap<>();
    private final Map<String, List<StoredNote>> effects = new HashMap<>();

    /** A row of outcomes. */
    private record StoredOutcome(String stream, String verdict, String answer) {}

    /** A row of events. */
    private record StoredNote(long position, long version, String stream) {}

    private LedgerCheck(TestDatabase database) {
        this.database = database;
    }

    static LedgerCheck of(TestDatabase database, Collection<Path> ledgers) throws IOException {
        LedgerCheck check = new LedgerCheck(database);
        for (Path ledger : ledgers) {
            Ledger.read(ledger).forEach(check::add);
        }
        return check;
    }

    private void add(Ledger.Line line) {
        String id = idOf(line.note());
        switch (line.mark()) {
            case TRIED -> tried.put(id, line.note());
            case ACCEPTED -> told.add(id);
            case ANSWERED -> {
                told.add(id);
                answers.put(id, line.answer());
            }
        }
    }

    private static String idOf(Note note) {
        return CommandIds.ofKey(note.key()).toString();
    }

    /** Those whose senders were killed before they were told anything. */
    List<Note> untold() {
        return tried.entrySet().stream()
                .filter(entry -> !told.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** How many commands senders were told of. */
    int told() {
        return told.size();
    }

    /**
     * Every command that a sender was told of has one outcome, the one it was told, and one effect; every other one at most
     * that. Notes of one sender are in each notebook in the order in which it sent them.
     */
    void assertIntact() throws SQLException {
        outcomes.clear();
        effects.clear();
        assertNothingIsLeft();
        readOutcomes();
        readEvents();
        assertThat(outcomes.keySet()).as("commands with an outcome").containsAll(told);
        assertThat(tried.keySet()).as("commands that were sent").containsAll(outcomes.keySet());
        assertThat(outcomes.keySet()).as("commands with an outcome").containsAll(effects.keySet());
        outcomes.forEach(this::assertOneEffect);
        answers.forEach((id, answer) ->
                assertThat(outcomes.get(id)).extracting(StoredOutcome::answer).isEqualTo(answer));
    }

    private void assertNothingIsLeft() throws SQLException {
        assertThat(database.rows("SELECT id FROM ${schema}command"))
                .as("left in the queue")
                .isEmpty();
        assertThat(database.rows("SELECT id FROM ${schema}parked")).as("parked").isEmpty();
        assertThat(database.rows("SELECT pending FROM ${schema}queue"))
                .as("counted as pending")
                .containsOnly("0");
    }

    private void readOutcomes() throws SQLException {
        for (String row : database.rows(
                "SELECT id, stream, verdict, version, position, code FROM ${schema}outcome ORDER BY sequence")) {
            String[] columns = row.split("\\|", 6);
            boolean accepted = columns[2].equals("accepted");
            String answer = accepted ? columns[3] + ' ' + columns[4] : columns[5];
            StoredOutcome second = outcomes.put(columns[0], new StoredOutcome(columns[1], columns[2], answer));
            assertThat(second).as("second outcome of %s", columns[0]).isNull();
        }
    }

    private void readEvents() throws SQLException {
        Map<String, Long> versions = new HashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        long position = 0;
        for (String row : database.rows(
                "SELECT position, version, stream, causation_id, data FROM ${schema}event ORDER BY position")) {
            String[] columns = row.split("\\|", 5);
            String stream = columns[2];
            Noted noted = Noting.read(columns[4]);
            StoredNote note = new StoredNote(Long.parseLong(columns[0]), Long.parseLong(columns[1]), stream);
            assertThat(note.position()).isEqualTo(++position);
            assertThat(note.version()).as("version at %s", row).isEqualTo(versions.merge(stream, 1L, Long::sum));
            assertThat(noted.place()).as("what the decider knew at %s", row).isEqualTo(note.version());
            assertThat(columns[3]).isEqualTo(idOf(new Note("", noted.sender(), noted.number())));
            Integer before = numbers.put(stream + ' ' + noted.sender(), noted.number());
            assertThat(before == null ? 0 : before)
                    .as("number of the sender's note before %s", row)
                    .isLessThanOrEqualTo(noted.number());
            effects.computeIfAbsent(columns[3], id -> new ArrayList<>()).add(note);
        }
    }

    private void assertOneEffect(String id, StoredOutcome outcome) {
        Note note = Objects.requireNonNull(tried.get(id));
        List<StoredNote> made = effects.getOrDefault(id, List.of());
        assertThat(made).as("events of %s", note).hasSize(note.effects());
        assertThat(outcome.stream()).isEqualTo("notebook-" + note.notebook());
        if (made.isEmpty()) {
            assertThat(outcome.answer()).as("outcome of %s", note).isEqualTo(Noting.REFUSAL);
            return;
        }
        StoredNote last = made.getLast();
        assertThat(outcome.answer()).as("outcome of %s", note).isEqualTo(last.version() + " " + last.position());
        assertThat(made)
                .as("events of %s", note)
                .allSatisfy(event -> assertThat(event.stream()).isEqualTo(outcome.stream()));
        assertThat(last.position() - made.getFirst().position()).isEqualTo(made.size() - 1L);
    }
}
