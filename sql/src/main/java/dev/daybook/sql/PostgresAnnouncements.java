package dev.daybook.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;

/** Announcements by LISTEN and NOTIFY. */
final class PostgresAnnouncements implements Dialect.Announcements {

    private final Connection connection;
    private final PGConnection postgres;

    private PostgresAnnouncements(Connection connection, PGConnection postgres) {
        this.connection = connection;
        this.postgres = postgres;
    }

    static PostgresAnnouncements listen(Connection connection, String channel) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN \"" + channel + '"'); // takes no parameter; the schema's name has been checked
        }
        return new PostgresAnnouncements(connection, connection.unwrap(PGConnection.class));
    }

    @Override
    public void await(Duration time) throws SQLException {
        postgres.getNotifications((int) Math.max(1, time.toMillis()));
    }

    /** The connection goes back to a pool, so it must not go on listening. */
    @Override
    public void close() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("UNLISTEN *");
        } catch (SQLException e) {
            // The connection is broken, and whoever lent it will see so.
        }
    }
}
