package dev.daybook.examples.orders;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL for all tests of a JVM, which syncs to disk as in production; each shop has a database of its own in it. */
final class SharedPostgres {

    private static final Duration START = Duration.ofMinutes(3);
    private static final String USER = "postgres";
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private SharedPostgres() {}

    /** The address of an empty database. */
    static String freshDatabase() {
        String name = "shop_" + DATABASES.incrementAndGet();
        try (Connection connection = Server.POSTGRES.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("The database of a test could not be made", e);
        }
        return Server.POSTGRES.getJdbcUrl(USER, name);
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder() // stops itself at the end of the JVM
                    .setPGStartupWait(START)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Server {
        static final EmbeddedPostgres POSTGRES = start();
    }
}
