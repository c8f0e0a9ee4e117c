package dev.daybook.sql;

import dev.daybook.store.Generation;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Where the generations of inline read models are, within somebody's transaction. A read model has the serving generation of its
 * own definition, whichever that is when the transaction looks. Nobody's claim counts here: whoever moves a checkpoint from where
 * it is has folded the events in between, and a subscription that filled it finds it moved. Safe for use by many threads.
 */
final class InlineCheckpoints {

    private static final String SERVING = """
            (SELECT g.collection || '@' || g.number
               FROM ${schema}generation g
              WHERE g.collection = ? AND g.fingerprint = ? AND g.state = 'serving')
            """;

    private static final String MOVE_SERVING = """
            UPDATE ${schema}subscription_partition
               SET position = ?
             WHERE partition = 0 AND position = ? AND subscription =
            """ + SERVING + " RETURNING subscription";

    private static final String NEAR_SERVING = """
            SELECT subscription, position
              FROM ${schema}subscription_partition
             WHERE partition = 0 AND position >= ? AND subscription =
            """ + SERVING;

    private static final String FIND_SERVING = """
            SELECT g.collection || '@' || g.number, coalesce(p.position, -1)
              FROM ${schema}generation g
              LEFT JOIN ${schema}subscription_partition p
                ON p.subscription = g.collection || '@' || g.number AND p.partition = 0
             WHERE g.collection = ? AND g.fingerprint = ? AND g.state = 'serving'
            """;

    private static final String FIND = """
            SELECT subscription, position FROM ${schema}subscription_partition WHERE subscription = ? AND partition = 0
            """;

    private static final String LOCK = """
            UPDATE ${schema}subscription_partition
               SET position = position
             WHERE subscription = ? AND partition = 0
            RETURNING subscription, position
            """;

    private static final String MOVE = """
            UPDATE ${schema}subscription_partition
               SET position = ?
             WHERE subscription = ? AND partition = 0 AND position = ?
            """;

    private final Dialect dialect;

    InlineCheckpoints(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Where a generation is; before the beginning if it has no checkpoint yet. */
    record At(String subscription, long position) {

        int generation() {
            return generationOf(subscription);
        }

        boolean hasCheckpoint() {
            return position >= 0;
        }
    }

    private static int generationOf(String subscription) {
        return Integer.parseInt(subscription.substring(subscription.lastIndexOf('@') + 1));
    }

    /** Moves the serving generation, if it is at a position; its number then. */
    Optional<Integer> moveServing(Connection connection, InlineReadModel model, Position from, Position to)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, MOVE_SERVING)) {
            statement.setLong(1, to.value());
            statement.setLong(2, from.value());
            statement.setString(3, model.collection().name());
            statement.setString(4, model.fingerprint());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(generationOf(row.getString(1))) : Optional.empty();
            }
        }
    }

    /**
     * Locks the checkpoint of the serving generation, unless it is before a position, or another has locked it: that one is not
     * waited for. What was moved meanwhile is where it was moved to.
     */
    Optional<At> lockServingIfFree(Connection connection, InlineReadModel model, long least) throws SQLException {
        try (PreparedStatement statement = prepare(connection, NEAR_SERVING + dialect.lockingIfFree())) {
            statement.setLong(1, least);
            statement.setString(2, model.collection().name());
            statement.setString(3, model.fingerprint());
            return at(statement);
        }
    }

    /** The serving generation, with or without a checkpoint. */
    Optional<At> findServing(Connection connection, InlineReadModel model) throws SQLException {
        try (PreparedStatement statement = prepare(connection, FIND_SERVING)) {
            statement.setString(1, model.collection().name());
            statement.setString(2, model.fingerprint());
            return at(statement);
        }
    }

    /** Where a generation is, if it has a checkpoint. */
    Optional<At> find(Connection connection, String subscription) throws SQLException {
        try (PreparedStatement statement = prepare(connection, FIND)) {
            statement.setString(1, subscription);
            return at(statement);
        }
    }

    /** Locks the checkpoint of a generation, if it has one. */
    Optional<At> lock(Connection connection, Generation generation) throws SQLException {
        try (PreparedStatement statement = prepare(connection, LOCK)) {
            statement.setString(1, generation.subscription());
            return at(statement);
        }
    }

    private static Optional<At> at(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(new At(row.getString(1), row.getLong(2))) : Optional.empty();
        }
    }

    /** False if the checkpoint is elsewhere. */
    boolean move(Connection connection, At from, Position to) throws SQLException {
        try (PreparedStatement statement = prepare(connection, MOVE)) {
            statement.setLong(1, to.value());
            statement.setString(2, from.subscription());
            statement.setLong(3, from.position());
            return statement.executeUpdate() == 1;
        }
    }

    private PreparedStatement prepare(Connection connection, String statement) throws SQLException {
        return connection.prepareStatement(dialect.statements().qualified(statement));
    }
}
