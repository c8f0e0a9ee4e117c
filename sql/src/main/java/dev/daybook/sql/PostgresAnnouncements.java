package dev.daybook.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;

/** Announcements by LISTEN and NOTIFY. */
final class PostgresAnnouncements implements Dialect.Announcements {

    /** After which it is looked at whether the store is to be closed; the driver's waiting cannot be ended from outside. */
    private static final long LONGEST_WAIT_MILLIS = 200;

    private final Connection connection;
    private final PGConnection postgres;
    private final Shutdown shutdown;

    private PostgresAnnouncements(Connection connection, PGConnection postgres, Shutdown shutdown) {
        this.connection = connection;
        this.postgres = postgres;
        this.shutdown = shutdown;
    }

    static PostgresAnnouncements listen(Connection connection, String channel, Shutdown shutdown) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN \"" + channel + '"'); // takes no parameter; the schema's name has been checked
        }
        return new PostgresAnnouncements(connection, connection.unwrap(PGConnection.class), shutdown);
    }

    @Override
    public void await(Duration time) throws SQLException {
        long deadline = System.nanoTime() + time.toNanos();
        long left = time.toMillis();
        boolean told = false;
        while (!told && left >= 0 && !shutdown.begun()) {
            told = postgres.getNotifications((int) Math.clamp(left, 1, LONGEST_WAIT_MILLIS)).length > 0;
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) - 1;
        }
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
