package dev.daybook.benchmarks.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PostgresServerTest {

    private final PostgresServer server = SharedServer.get();

    @Test
    void work_of_a_connection_is_processor_time_of_the_server() throws SQLException {
        try (HikariDataSource pool = server.pool("public", 1);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            Duration before = server.processorTime().orElseThrow();
            statement.execute("SELECT sum(sqrt(n)) FROM generate_series(1, 3000000) AS n");

            assertThat(server.processorTime().orElseThrow().minus(before)).isGreaterThan(Duration.ofMillis(100));
        }
    }

    @Test
    void the_schema_of_a_connection_outlives_a_rollback() throws SQLException {
        server.recreate("elsewhere");
        try (HikariDataSource pool = server.poolForBatches("elsewhere", 1);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            connection.rollback();

            try (ResultSet row = statement.executeQuery("SELECT current_schema()")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("elsewhere");
            }
        }
    }
}
