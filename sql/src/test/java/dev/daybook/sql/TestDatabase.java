package dev.daybook.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Where a test's store lies, so that it can be opened, opened again, and looked at from outside. */
public sealed interface TestDatabase {

    SqlEventStore open(UnaryOperator<SqlStoreConfig> configure);

    default SqlEventStore open() {
        return open(UnaryOperator.identity());
    }

    Connection connect() throws SQLException;

    /** What stands before the name of a table. */
    String qualifier();

    /**
     * Waits until nobody has the store open any more. A server goes on with what it was sent by a process that was killed
     * meanwhile, and may store it when others have looked already.
     */
    void awaitUnused() throws Exception;

    /** How a process that is told this finds the store again. */
    List<String> toArguments();

    static TestDatabase of(List<String> arguments) {
        return arguments.size() == 1
                ? new SqliteDatabase(Path.of(arguments.getFirst()))
                : new PostgresDatabase(arguments.get(0), arguments.get(1));
    }

    static TestDatabase postgres(PostgresServer server) {
        String schema = PostgresServer.freshSchema();
        return new PostgresDatabase(server.jdbcUrl(schema), schema);
    }

    /** Runs a statement from outside of the store; {@code ${schema}} stands for the qualifier. */
    default void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql.replace("${schema}", qualifier()));
        }
    }

    /** The rows of a query from outside of the store, each with its columns joined by a bar. */
    default List<String> rows(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql.replace("${schema}", qualifier()))) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    columns.add(row.getString(i));
                }
                rows.add(String.join("|", columns));
            }
            return rows;
        }
    }

    /** A store in a file. */
    record SqliteDatabase(Path file) implements TestDatabase {

        @Override
        public SqlEventStore open(UnaryOperator<SqlStoreConfig> configure) {
            return SqlEventStore.sqlite(file, configure);
        }

        @Override
        public Connection connect() throws SQLException {
            return DriverManager.getConnection("jdbc:sqlite:" + file);
        }

        @Override
        public String qualifier() {
            return "";
        }

        /** The locks and the work of a process end with it. */
        @Override
        public void awaitUnused() {}

        @Override
        public List<String> toArguments() {
            return List.of(file.toString());
        }
    }

    /** A store in a schema. */
    record PostgresDatabase(String jdbcUrl, String schema) implements TestDatabase {

        /** Those with the application name that {@link TestDatabase#postgres} gives to all connections of one store. */
        private static final String SESSIONS = "SELECT pid FROM pg_stat_activity"
                + " WHERE application_name = current_setting('application_name') AND pid <> pg_backend_pid()";

        @Override
        public SqlEventStore open(UnaryOperator<SqlStoreConfig> configure) {
            return SqlEventStore.postgres(jdbcUrl, config -> configure.apply(config.withSchema(schema)));
        }

        @Override
        public Connection connect() throws SQLException {
            return DriverManager.getConnection(jdbcUrl);
        }

        @Override
        public String qualifier() {
            return '"' + schema + "\".";
        }

        @Override
        public void awaitUnused() throws Exception {
            TestRun.await(
                    "all sessions of the store to end", () -> rows(SESSIONS).isEmpty());
        }

        @Override
        public List<String> toArguments() {
            return List.of(jdbcUrl, schema);
        }
    }
}
