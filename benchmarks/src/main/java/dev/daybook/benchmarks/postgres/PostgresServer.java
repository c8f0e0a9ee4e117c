package dev.daybook.benchmarks.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL server of its own, as durable as one in production: it starts with the object and stops with it. */
public final class PostgresServer implements AutoCloseable {

    private static final String SETTINGS = """
            SELECT name || ' = ' || current_setting(name)
              FROM unnest(ARRAY['server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'wal_sync_method',
                                'shared_buffers', 'max_wal_size']) AS name
            """;
    private static final String POSTMASTER = "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::bigint";
    private static final String USER = "postgres";
    private static final Duration START = Duration.ofMinutes(1);

    private final EmbeddedPostgres server;

    private PostgresServer(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Starts a server without any data.
     *
     * @param folder on the disk to be measured; the data go into a new one in it
     */
    public static PostgresServer start(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path data = Files.createTempDirectory(folder, "postgres");
        return new PostgresServer(EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .setPGStartupWait(START)
                // The embedded server is made for tests and switches durability off.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("shared_buffers", "1GB")
                // No checkpoint falls into a measurement: there is one before each.
                .setServerConfig("max_wal_size", "16GB")
                .setServerConfig("checkpoint_timeout", "1h")
                .setServerConfig("max_connections", "100")
                .start());
    }

    /** Makes an empty schema, in place of the one of that name. */
    public void recreate(String schema) throws SQLException {
        execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        execute("CREATE SCHEMA " + schema);
    }

    /** Connections in autocommit; their unqualified names are those of the schema. */
    public HikariDataSource pool(String schema, int connections) {
        return new HikariDataSource(config(schema, connections));
    }

    /**
     * Connections for batches in explicit transactions: the driver rewrites a batch of inserts into inserts of many rows.
     */
    public HikariDataSource poolForBatches(String schema, int connections) {
        HikariConfig config = config(schema, connections);
        config.setAutoCommit(false);
        config.addDataSourceProperty("reWriteBatchedInserts", true);
        return new HikariDataSource(config);
    }

    private HikariConfig config(String schema, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(server.getJdbcUrl(USER, USER));
        config.setPoolName(schema);
        config.addDataSourceProperty("currentSchema", schema); // a schema set on a connection is gone after a rollback
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        return config;
    }

    /** Writes out what earlier work left to be written, so that nobody pays for another. */
    public void checkpoint() throws SQLException {
        execute("CHECKPOINT");
    }

    /** The settings that durability and speed depend on, as the server tells them. */
    public List<String> settings() throws SQLException {
        List<String> settings = new ArrayList<>();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SETTINGS)) {
            while (rows.next()) {
                settings.add(rows.getString(1));
            }
        }
        return settings;
    }

    /**
     * The time that all of the server's processes of now have spent on processors; empty where the system does not tell. Those
     * that end until the next look are missing from it.
     */
    public Optional<Duration> processorTime() throws SQLException {
        Optional<ProcessHandle> postmaster = ProcessHandle.of(postmaster());
        if (postmaster.isEmpty()) {
            return Optional.empty();
        }
        return Stream.concat(postmaster.stream(), postmaster.get().descendants())
                .map(process -> process.info().totalCpuDuration())
                .flatMap(Optional::stream)
                .reduce(Duration::plus);
    }

    private long postmaster() throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(POSTMASTER)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
