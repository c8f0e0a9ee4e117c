package dev.daybook.sql;

import dev.daybook.store.CommandState;
import dev.daybook.store.CommandStore;
import dev.daybook.store.CommandStore.QueueStatus;
import dev.daybook.store.ParkedCommand;
import dev.daybook.store.PayloadHash;
import dev.daybook.store.Position;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.RecordedOutcome;
import dev.daybook.store.Slices;
import dev.daybook.store.StreamId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Reads commands and outcomes over a connection that the caller has. */
final class CommandReader {

    /** Behind every other in the order of UTF-8, in which names are compared. */
    private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

    private final Dialect dialect;
    private final ColumnTypes types;
    private final CommandRows rows;

    CommandReader(Dialect dialect) {
        this.dialect = dialect;
        this.types = dialect.columns();
        this.rows = new CommandRows(types);
    }

    private PreparedStatement prepare(Connection connection, String statement) throws SQLException {
        return types.prepareAnew(
                connection, dialect.statements().qualified(statement).replace("${idAmong}", types.idAmong()));
    }

    List<QueuedCommand> pending(Connection connection, String queue, Slices slices, long after, int limit)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, CommandStatements.READ)) {
            statement.setString(1, queue);
            statement.setLong(2, after);
            statement.setString(3, mask(slices));
            statement.setInt(4, StreamId.SLICES / slices.parts());
            statement.setInt(5, limit);
            return CommandRows.all(statement, rows::queued);
        }
    }

    private static String mask(Slices slices) {
        StringBuilder mask = new StringBuilder("0".repeat(slices.parts()));
        slices.chosen().forEach(part -> mask.setCharAt(part, '1'));
        return mask.toString();
    }

    Map<UUID, RecordedOutcome> outcomes(Connection connection, Collection<UUID> ids) throws SQLException {
        Map<UUID, RecordedOutcome> found = new HashMap<>();
        try (PreparedStatement statement = prepare(connection, CommandStatements.OUTCOMES)) {
            types.setIds(connection, statement, 1, ids);
            for (RecordedOutcome outcome : CommandRows.all(statement, rows::outcome)) {
                found.put(outcome.command().id(), outcome);
            }
        }
        return found;
    }

    StoredCommands stored(Connection connection, Collection<UUID> ids) throws SQLException {
        // In the order in which commands move, so that none is missed on its way.
        Map<UUID, PayloadHash> hashes = new HashMap<>();
        try (PreparedStatement statement = prepare(connection, CommandStatements.WAITING_HASHES)) {
            types.setIds(connection, statement, 1, ids);
            types.setIds(connection, statement, 2, ids);
            CommandRows.all(statement, row -> Map.entry(types.id(row, 1), types.hash(row, 2)))
                    .forEach(entry -> hashes.put(entry.getKey(), entry.getValue()));
        }
        Map<UUID, RecordedOutcome> outcomes = outcomes(connection, ids);
        outcomes.forEach((id, outcome) -> hashes.put(id, outcome.command().hash()));
        try (PreparedStatement statement = prepare(connection, CommandStatements.HEAD);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new StoredCommands(outcomes, hashes, Position.of(row.getLong(1)), row.getLong(2));
        }
    }

    Optional<CommandState> find(Connection connection, UUID id) throws SQLException {
        // In the order in which commands move, so that none is missed on its way.
        Optional<CommandState> scheduled = byId(connection, CommandStatements.SCHEDULED_BY_ID, id, rows::scheduled);
        if (scheduled.isPresent()) {
            return scheduled;
        }
        Optional<CommandState> waiting = byId(connection, CommandStatements.WAITING_BY_ID, id, rows::waiting);
        if (waiting.isPresent()) {
            return Optional.of(counted(connection, waiting.get()));
        }
        return Optional.ofNullable(outcomes(connection, Set.of(id)).get(id)).map(CommandState.Decided::new);
    }

    Optional<ParkedCommand> parked(Connection connection, UUID id) throws SQLException {
        return byId(connection, CommandStatements.PARKED_BY_ID, id, rows::parked);
    }

    private <T> Optional<T> byId(Connection connection, String statementText, UUID id, CommandRows.Row<? extends T> row)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, statementText)) {
            types.setId(statement, 1, id);
            return CommandRows.<T>all(statement, row::read).stream().findFirst();
        }
    }

    List<ParkedCommand> parked(Connection connection, String queue, long after, int limit) throws SQLException {
        try (PreparedStatement statement = prepare(connection, CommandStatements.PARKED)) {
            statement.setString(1, queue);
            statement.setLong(2, after);
            statement.setInt(3, limit);
            return counted(connection, CommandRows.all(statement, rows::parked));
        }
    }

    private CommandState counted(Connection connection, CommandState state) throws SQLException {
        return state instanceof CommandState.Parked(ParkedCommand parked)
                ? new CommandState.Parked(counted(connection, List.of(parked)).getFirst())
                : state;
    }

    /** With the numbers of successors; all of one queue, in order. */
    private List<ParkedCommand> counted(Connection connection, List<ParkedCommand> parked) throws SQLException {
        if (parked.isEmpty()) {
            return parked;
        }
        Map<Long, Long> successors = new HashMap<>();
        try (PreparedStatement statement = prepare(connection, CommandStatements.SUCCESSORS)) {
            statement.setString(1, parked.getFirst().command().queue());
            statement.setLong(2, parked.getFirst().command().sequence());
            statement.setLong(3, parked.getLast().command().sequence());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    successors.put(row.getLong(1), row.getLong(2));
                }
            }
        }
        return parked.stream()
                .map(one ->
                        new ParkedCommand(one.command(), one.attempts(), one.error(), one.parkedAt(), (int) Math.min(
                                CommandStore.COUNTED_SUCCESSORS,
                                successors.getOrDefault(one.command().sequence(), 0L))))
                .toList();
    }

    QueueStatus status(Connection connection, String queue) throws SQLException {
        try (PreparedStatement statement = prepare(connection, CommandStatements.STATUS)) {
            for (int i = 1; i <= 4; i++) {
                statement.setString(i, queue);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new QueueStatus(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
            }
        }
    }

    long revision(Connection connection, String queue) throws SQLException {
        try (PreparedStatement statement = prepare(connection, CommandStatements.REVISION)) {
            statement.setString(1, queue);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    Set<String> queues(Connection connection, String prefix) throws SQLException {
        return names(connection, CommandStatements.QUEUES, prefix);
    }

    Set<String> scheduledQueues(Connection connection, String prefix) throws SQLException {
        return names(connection, CommandStatements.SCHEDULED_QUEUES, prefix);
    }

    private Set<String> names(Connection connection, String statementText, String prefix) throws SQLException {
        try (PreparedStatement statement = prepare(connection, statementText)) {
            statement.setString(1, prefix);
            statement.setString(2, prefix + LAST_CHARACTER);
            return new LinkedHashSet<>(CommandRows.all(statement, row -> row.getString(1)));
        }
    }

    /** Outcomes that the index has reached or need not reach, then commands in queues, then scheduled ones; at most {@code limit}. */
    List<CommandState> correlated(Connection connection, String correlation, int limit) throws SQLException {
        // In the order in which commands move, so that none is missed on its way; one that moves meanwhile is found
        // twice.
        List<CommandState> scheduled =
                correlated(connection, CommandStatements.SCHEDULED_BY_CORRELATION, correlation, limit, rows::scheduled);
        List<CommandState> waiting = new ArrayList<>();
        for (CommandState state :
                correlated(connection, CommandStatements.WAITING_BY_CORRELATION, correlation, limit, rows::waiting)) {
            waiting.add(counted(connection, state));
        }
        List<CommandState> decided = decided(connection, correlation, limit);
        Map<UUID, CommandState> furthest = new LinkedHashMap<>();
        for (List<CommandState> states : List.of(decided, waiting, scheduled)) {
            states.forEach(state -> furthest.putIfAbsent(state.header().id(), state));
        }
        return furthest.values().stream().limit(limit).toList();
    }

    private List<CommandState> decided(Connection connection, String correlation, int limit) throws SQLException {
        List<RecordedOutcome> outcomes = new ArrayList<>(own(connection, correlation));
        try (PreparedStatement statement = prepare(connection, CommandStatements.OUTCOMES_BY_CORRELATION)) {
            statement.setString(1, correlation);
            statement.setInt(2, limit);
            outcomes.addAll(CommandRows.all(statement, rows::outcome));
        }
        return outcomes.stream()
                .sorted(Comparator.comparingLong(RecordedOutcome::sequence))
                .limit(limit)
                .<CommandState>map(CommandState.Decided::new)
                .toList();
    }

    /** The outcome of the command whose own id is the correlation id, which is not in the index. */
    private List<RecordedOutcome> own(Connection connection, String correlation) throws SQLException {
        UUID id;
        try {
            id = UUID.fromString(correlation);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
        return outcomes(connection, List.of(id)).values().stream()
                .filter(outcome -> id.toString().equals(correlation)
                        && outcome.command().metadata().correlation().equals(Optional.of(correlation)))
                .toList();
    }

    private List<CommandState> correlated(
            Connection connection,
            String statementText,
            String correlation,
            int limit,
            CommandRows.Row<? extends CommandState> row)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, statementText)) {
            statement.setString(1, correlation);
            statement.setInt(2, limit);
            return CommandRows.<CommandState>all(statement, row::read);
        }
    }
}
