package dev.daybook.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Locks the checkpoints of a subscription until the end of somebody's transaction: steps under way are waited for, and no
 * other begins. Whoever locks several of them does it in the order of their partitions, so that nobody waits in a circle.
 * Safe for use by many threads.
 */
final class CheckpointLock {

    private static final String PARTITIONS =
            "SELECT partition FROM ${schema}subscription_partition WHERE subscription = ? ORDER BY partition";

    private static final String LOCK =
            "UPDATE ${schema}subscription_partition SET position = position WHERE subscription = ? AND partition = ?";

    private final Dialect dialect;

    CheckpointLock(Dialect dialect) {
        this.dialect = dialect;
    }

    void take(Connection connection, String subscription) throws SQLException {
        try (PreparedStatement statement = prepare(connection, LOCK)) {
            for (int partition : partitions(connection, subscription)) {
                statement.setString(1, subscription);
                statement.setInt(2, partition);
                statement.executeUpdate();
            }
        }
    }

    private List<Integer> partitions(Connection connection, String subscription) throws SQLException {
        try (PreparedStatement statement = prepare(connection, PARTITIONS)) {
            statement.setString(1, subscription);
            return CommandRows.all(statement, row -> row.getInt(1));
        }
    }

    private PreparedStatement prepare(Connection connection, String statement) throws SQLException {
        return connection.prepareStatement(dialect.statements().qualified(statement));
    }
}
