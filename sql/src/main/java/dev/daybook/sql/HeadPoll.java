package dev.daybook.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Looks how far the log is, and how many changes of queues and outcomes there were, in one statement. */
final class HeadPoll {

    private final Dialect dialect;
    private final Head head;
    private final Head changes;

    /**
     * @param head told of the position
     * @param changes told of the number of changes
     */
    HeadPoll(Dialect dialect, Head head, Head changes) {
        this.dialect = dialect;
        this.head = head;
        this.changes = changes;
    }

    /** Tells of what there is now; returns the position. */
    long look(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        connection.prepareStatement(dialect.statements().qualified(CommandStatements.HEAD));
                ResultSet row = statement.executeQuery()) {
            row.next();
            head.reached(row.getLong(1));
            changes.reached(row.getLong(2));
            return row.getLong(1);
        }
    }
}
