package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The transaction in which read models are written, on a pool of one connection, so that it is met again afterwards. */
final class DocumentTransactionTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void an_error_thrown_in_it_leaves_nothing_behind_and_the_connection_in_order(Engine engine) throws Exception {
        TestDatabase database = engine.database(directory);
        database.open().close();
        try (Dialect dialect = dialect(database)) {
            DocumentDialect documents = dialect.documents();
            for (Error error : new Error[] {new AssertionError("a test's"), new StackOverflowError("a fold's")}) {
                assertThatThrownBy(() -> documents.write(connection -> {
                            insert(connection, dialect, "lost");
                            throw error;
                        }))
                        .isSameAs(error);
            }
            assertThat(documents.<Integer>write(connection -> insert(connection, dialect, "kept")))
                    .isEqualTo(1);
        }
        assertThat(database.rows("SELECT name FROM ${schema}subscription")).containsExactly("kept");
    }

    private static int insert(Connection connection, Dialect dialect, String name) throws SQLException {
        String insert = dialect.statements().qualified("INSERT INTO ${schema}subscription (name) VALUES (?)");
        try (PreparedStatement statement = connection.prepareStatement(insert)) {
            statement.setString(1, name);
            return statement.executeUpdate();
        }
    }

    private static Dialect dialect(TestDatabase database) {
        return switch (database) {
            case TestDatabase.SqliteDatabase(Path file) ->
                new SqliteDialect(SqliteFile.at(file).dataSource(PATIENCE), 1, InstantSource.system(), PATIENCE);
            case TestDatabase.PostgresDatabase(String url, String schema) -> {
                HikariConfig config = new HikariConfig();
                config.setJdbcUrl(url);
                config.setMaximumPoolSize(1);
                HikariDataSource pool = new HikariDataSource(config);
                yield new PostgresDialect(pool, pool::close, schema, null, PATIENCE);
            }
        };
    }
}
