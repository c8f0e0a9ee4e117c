package dev.daybook.sql;

import dev.daybook.store.Commit;
import dev.daybook.store.Enqueue;
import dev.daybook.store.Intervention;
import dev.daybook.store.Lease;
import dev.daybook.store.NewOutcome;
import dev.daybook.store.ParkedCommand;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.StoreLimits;
import dev.daybook.store.Verdict;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Commands that wait for a person, and what people do with them. Each change is one transaction in a turn. */
final class CommandParking {

    /** Only what is first in its stream, and only under a lease that is held. What is parked already stays as it is. */
    static final String PARK = """
            INSERT INTO ${schema}parked AS p (sequence, parked_at, id, attempts, queue, stream, error)
            SELECT c.sequence, ?, c.id, ?, c.queue, c.stream, ?
              FROM ${schema}command c
             WHERE c.queue = ? AND c.sequence = ? AND c.id = ?
               AND NOT EXISTS (SELECT 1 FROM ${schema}command e
                                WHERE e.queue = c.queue AND e.sequence < c.sequence AND e.stream = c.stream)
               AND EXISTS (SELECT 1 FROM ${schema}lease l WHERE l.name = ? AND l.epoch = ? AND l.owner IS NOT NULL)
            ON CONFLICT (queue, stream) DO UPDATE SET attempts = p.attempts
            """;

    private static final String UNPARK = "DELETE FROM ${schema}parked WHERE id = ?";

    private static final String REVISE = """
            UPDATE ${schema}queue SET pending = pending - ?, revision = revision + 1 WHERE name = ?
            """;

    private static final String SET_PAYLOAD = "UPDATE ${schema}command SET payload = ? WHERE id = ?";

    private static final String RECORD_INTERVENTION = """
            INSERT INTO ${schema}intervention (intervened_at, action, command_id, queue, stream, who, why,
                                               payload_before, payload_after)
            SELECT ?, ?, c.id, c.queue, c.stream, ?, ?, c.payload, ?
              FROM ${schema}command c
             WHERE c.id = ?
            """;

    private static final String RECORD_DISCARDED = """
            INSERT INTO ${schema}outcome (sequence, recorded_at, id, hash, stream, type, verdict, code, reason,
                                          correlation_id, causation_id, metadata)
            SELECT ?, ?, c.id, c.hash, c.stream, c.type, 'discarded', ?, ?,
                   c.correlation_id, c.causation_id, c.metadata
              FROM ${schema}command c
             WHERE c.id = ?
            """;

    private static final String REMOVE = "DELETE FROM ${schema}command WHERE id = ?";

    private final Dialect dialect;
    private final ColumnTypes types;
    private final Writes writes;
    private final CommandReader reader;
    private final StoreLimits limits;

    CommandParking(Dialect dialect, Writes writes, CommandReader reader, StoreLimits limits) {
        this.dialect = dialect;
        this.types = dialect.columns();
        this.writes = writes;
        this.reader = reader;
        this.limits = limits;
    }

    private PreparedStatement prepare(Connection connection, String statement) throws SQLException {
        return types.prepareAnew(connection, dialect.statements().qualified(statement));
    }

    boolean park(QueuedCommand command, int attempts, String error, Lease lease) {
        return writes.inTurn("Parking a command", 1, 0, (connection, turn) -> {
            try (PreparedStatement statement = prepare(connection, PARK)) {
                types.setTime(statement, 1, turn.recordedAt());
                statement.setInt(2, attempts);
                statement.setString(3, storable(error));
                statement.setString(4, command.queue());
                statement.setLong(5, command.sequence());
                types.setId(statement, 6, command.command().header().id());
                statement.setString(7, lease.name());
                statement.setLong(8, lease.epoch());
                return statement.executeUpdate() == 1;
            }
        });
    }

    /** An error's text may hold anything; a command that cannot even be parked would be tried for ever. */
    private static String storable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).replace('\0', '\uFFFD');
    }

    /** What is done with a parked command. */
    @FunctionalInterface
    private interface Action {
        void on(Connection connection, Turn turn, ParkedCommand parked) throws SQLException;
    }

    boolean retry(UUID id, Intervention intervention) {
        return intervene("Retrying a command", id, intervention, (connection, turn, parked) -> {
            record(connection, turn, new Step("retry", id, intervention, null));
            letGo(connection, parked, 0);
        });
    }

    boolean edit(UUID id, String payload, Intervention intervention) {
        return intervene("Editing a command", id, intervention, (connection, turn, parked) -> {
            check(parked, payload);
            record(connection, turn, new Step("edit", id, intervention, payload));
            try (PreparedStatement statement = prepare(connection, SET_PAYLOAD)) {
                types.setJson(statement, 1, payload);
                types.setId(statement, 2, id);
                statement.executeUpdate();
            }
            letGo(connection, parked, 0);
        });
    }

    boolean discard(UUID id, Intervention intervention) {
        return intervene("Discarding a command", id, intervention, (connection, turn, parked) -> {
            record(connection, turn, new Step("discard", id, intervention, null));
            try (PreparedStatement statement = prepare(connection, RECORD_DISCARDED)) {
                statement.setLong(1, turn.outcomes() + 1);
                types.setTime(statement, 2, turn.recordedAt());
                statement.setString(3, intervention.by());
                statement.setString(4, intervention.why());
                types.setId(statement, 5, id);
                statement.executeUpdate();
            }
            execute(connection, REMOVE, id);
            letGo(connection, parked, 1);
        });
    }

    private boolean intervene(String what, UUID id, Intervention intervention, Action action) {
        return writes.inTurn(what, 1, 1, (connection, turn) -> {
            Optional<ParkedCommand> parked = reader.parked(connection, id);
            if (parked.isPresent()) {
                check(parked.get(), intervention);
                action.on(connection, turn, parked.get());
            }
            return parked.isPresent();
        });
    }

    /** What a person does to a command, and its payload then, if that changes. */
    private record Step(
            String action,
            UUID command,
            Intervention intervention,
            @Nullable String payload) {}

    private void record(Connection connection, Turn turn, Step step) throws SQLException {
        try (PreparedStatement statement = prepare(connection, RECORD_INTERVENTION)) {
            types.setTime(statement, 1, turn.recordedAt());
            statement.setString(2, step.action());
            statement.setString(3, step.intervention().by());
            statement.setString(4, step.intervention().why());
            types.setJson(statement, 5, step.payload());
            types.setId(statement, 6, step.command());
            statement.executeUpdate();
        }
    }

    private void letGo(Connection connection, ParkedCommand parked, int fewer) throws SQLException {
        execute(connection, UNPARK, parked.command().command().header().id());
        try (PreparedStatement statement = prepare(connection, REVISE)) {
            statement.setInt(1, fewer);
            statement.setString(2, parked.command().queue());
            statement.executeUpdate();
        }
    }

    private void execute(Connection connection, String statementText, UUID id) throws SQLException {
        try (PreparedStatement statement = prepare(connection, statementText)) {
            types.setId(statement, 1, id);
            statement.executeUpdate();
        }
    }

    /** Holds the names and reasons of people against the limits of what they become when a command is discarded. */
    private void check(ParkedCommand parked, Intervention intervention) {
        Verdict verdict = new Verdict.Discarded(intervention.by(), intervention.why());
        NewOutcome outcome = new NewOutcome(
                parked.command().command().header(), new NewOutcome.Finding.Known(verdict), Optional.empty());
        limits.check(new Commit(List.of(), List.of(outcome), List.of(), List.of()));
    }

    private void check(ParkedCommand parked, String payload) {
        SerializedCommand edited =
                new SerializedCommand(parked.command().command().header(), payload);
        limits.check(
                Commit.enqueue(new Enqueue(parked.command().queue(), Enqueue.UNBOUNDED, edited, Optional.empty())));
    }
}
