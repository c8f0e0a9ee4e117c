package dev.daybook.sql.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.command.Outcome;
import dev.daybook.event.EventCodec;
import dev.daybook.event.JsonCodec;
import dev.daybook.sql.TestDatabase;
import dev.daybook.sql.command.Tills.TillCommand.Move;
import dev.daybook.sql.command.Tills.TillEvent.Moved;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was asked of tills and answered, to be compared with a plain fold of what is stored. Safe for use by many threads until
 * it is checked.
 */
final class TillModel {

    private static final EventCodec CODEC = JsonCodec.standard();

    private final Map<UUID, Move> asked = new ConcurrentHashMap<>();
    private final Map<UUID, String> answers = new ConcurrentHashMap<>();
    private final Map<UUID, String> stored = new HashMap<>();
    private final Map<String, List<Long>> balances = new HashMap<>();

    void ask(UUID id, Move move) {
        asked.put(id, move);
    }

    Move asked(UUID id) {
        return Objects.requireNonNull(asked.get(id));
    }

    boolean isAnswered(UUID id) {
        return answers.containsKey(id);
    }

    int answered() {
        return answers.size();
    }

    /** Takes an answer. One that is remembered must be the one that was given before, if any was. */
    void answer(UUID id, Outcome outcome) {
        String text = textOf(outcome);
        if (text.equals(Outcome.Failed.Kind.CONFLICT.name())) {
            return;
        }
        if (text.equals(Outcome.Failed.Kind.DECIDER_FAILED.name())) {
            assertThat(asked(id).fault()).as("why the decider of %s failed", id).isNotEqualTo(Tills.Fault.NONE);
            return;
        }
        String first = answers.putIfAbsent(id, text);
        if (first != null && !first.equals(text)) {
            throw new AssertionError("Command " + id + " was answered " + first + ", then " + text);
        }
    }

    private static String textOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Accepted(var stream, var version, var position) -> "accepted " + version + " " + position;
            case Outcome.Refused(String code, String reason) -> "refused " + reason;
            case Outcome.Failed(var kind, var reason, var cause) -> kind.name();
        };
    }

    /** Every answer is the stored one, and follows from the moves before it; there is no other move. */
    void assertHolds(TestDatabase database) throws SQLException {
        readMoves(database);
        readOutcomes(database);
        asked.keySet().forEach(this::assertFollows);
    }

    private void readMoves(TestDatabase database) throws SQLException {
        long position = 0;
        for (String row : database.rows(
                "SELECT position, version, stream, causation_id, data FROM ${schema}event ORDER BY position")) {
            String[] columns = row.split("\\|", 5);
            List<Long> till = balances.computeIfAbsent(columns[2], stream -> new ArrayList<>(List.of(0L)));
            assertThat(columns[0]).isEqualTo("" + ++position);
            assertThat(columns[1]).as("version at %s", row).isEqualTo("" + till.size());
            till.add(till.getLast() + CODEC.read(columns[4], Moved.class).cents());
            assertThat(till.getLast()).as("balance at %s", row).isNotNegative();
            String second = stored.put(UUID.fromString(columns[3]), "accepted " + columns[1] + " " + columns[0]);
            assertThat(second).as("first move of %s", row).isNull();
        }
    }

    private void readOutcomes(TestDatabase database) throws SQLException {
        int accepted = 0;
        for (String row : database.rows(
                "SELECT id, verdict, version, position, reason FROM ${schema}outcome ORDER BY sequence")) {
            String[] columns = row.split("\\|", 5);
            UUID id = UUID.fromString(columns[0]);
            if (columns[1].equals("accepted")) {
                accepted++;
                assertThat(stored.get(id)).isEqualTo("accepted " + columns[2] + " " + columns[3]);
            } else {
                String text = columns[1].equals("refused") ? "refused " + columns[4] : "DISCARDED";
                assertThat(stored.put(id, text)).as("move of %s, %s", id, text).isNull();
            }
        }
        assertThat(stored.values().stream().filter(text -> text.startsWith("accepted")))
                .as("moves without an outcome")
                .hasSize(accepted);
    }

    private void assertFollows(UUID id) {
        Move move = asked(id);
        String answer = answers.get(id);
        assertThat(stored.get(id)).as("what is stored of %s, %s", id, move).isEqualTo(answer);
        if (answer == null || answer.equals("DISCARDED")) {
            assertThat(move.fault())
                    .as("fault of %s, which was not decided", id)
                    .isNotEqualTo(Tills.Fault.NONE);
            return;
        }
        String[] words = answer.split(" ", 3);
        List<Long> till = balances.getOrDefault("till-" + move.till(), List.of(0L));
        int version = Integer.parseInt(words[1]);
        if (words[0].equals("accepted")) {
            assertThat(till.get(version) - till.get(version - 1))
                    .as("move of %s", id)
                    .isEqualTo(move.cents());
        } else {
            assertThat(till.get(version) + move.cents())
                    .as("balance, had %s not been refused", id)
                    .isNegative();
        }
    }
}
