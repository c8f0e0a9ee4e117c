package dev.daybook.sql;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarFile;

/**
 * A real PostgreSQL on loopback that syncs to disk as in production. There is one of each version for all tests of a JVM;
 * each test uses a schema of its own.
 */
public final class PostgresServer {

    private static final Duration START = Duration.ofMinutes(3);
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private final EmbeddedPostgres postgres;

    private PostgresServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** The newest supported version, from the class path. */
    public static PostgresServer newest() {
        return Newest.SERVER;
    }

    /** The oldest supported version, from the jar named by a system property. */
    static PostgresServer oldest() {
        return Oldest.SERVER;
    }

    /** A schema name that no other test uses. */
    public static String freshSchema() {
        return "test_" + SCHEMAS.incrementAndGet();
    }

    /** What every server of the tests has in common. */
    static EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setPGStartupWait(START)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on");
    }

    public int port() {
        return postgres.getPort();
    }

    /** Its address, with this name for the connections. */
    public String jdbcUrl(String applicationName) {
        return jdbcUrl(port(), applicationName);
    }

    /** The address of a server, or of a proxy before one. */
    public static String jdbcUrl(int port, String applicationName) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres&ApplicationName=" + applicationName;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl("test"));
    }

    private static PostgresServer start(EmbeddedPostgres.Builder builder) {
        try {
            return new PostgresServer(builder.start()); // stops itself at the end of the JVM
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream oldestBinary() throws IOException {
        Path path = Path.of(System.getProperty("daybook.postgres.oldest.jar"));
        try (JarFile jar = new JarFile(path.toFile())) {
            var entry = jar.stream()
                    .filter(one -> one.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow();
            try (InputStream in = jar.getInputStream(entry)) {
                return new ByteArrayInputStream(in.readAllBytes());
            }
        }
    }

    private static final class Newest {
        static final PostgresServer SERVER = start(builder());
    }

    private static final class Oldest {
        static final PostgresServer SERVER = start(builder().setPgBinaryResolver((system, machine) -> oldestBinary()));
    }
}
