package dev.daybook.benchmarks.projection;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** The read model as a table of PostgreSQL, of the columns that everybody writes who does not keep documents. */
public final class TotalsTable {

    public static final String NAME = "order_totals";

    /** {@code %s} is the table. */
    public static final String DEFINITION = """
            CREATE TABLE %s (
              key      text   PRIMARY KEY,
              orders   bigint NOT NULL,
              units    bigint NOT NULL,
              cents    bigint NOT NULL,
              customer text   NOT NULL)
            """;

    /** Adds one order; {@code %s} is the table. */
    public static final String UPSERT = """
            INSERT INTO %s AS t (key, orders, units, cents, customer) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (key) DO UPDATE SET orders   = t.orders + excluded.orders,
                                            units    = t.units + excluded.units,
                                            cents    = t.cents + excluded.cents,
                                            customer = excluded.customer
            """;

    private static final String DROP = "DROP TABLE IF EXISTS " + NAME;
    private static final String MAKE = DEFINITION.formatted(NAME);
    private static final String CLEAR = "TRUNCATE " + NAME;
    private static final String ROWS = "SELECT key, orders, units, cents, customer FROM ";

    private TotalsTable() {}

    /** An empty one, in place of the one that is there. */
    public static void create(DataSource database) throws SQLException {
        execute(database, DROP);
        execute(database, MAKE);
    }

    public static void clear(DataSource database) throws SQLException {
        execute(database, CLEAR);
    }

    /** For {@link #UPSERT}. */
    public static void bind(PreparedStatement upsert, String key, OrderTotals one) throws SQLException {
        upsert.setString(1, key);
        upsert.setLong(2, one.orders());
        upsert.setLong(3, one.units());
        upsert.setLong(4, one.cents());
        upsert.setString(5, one.customer());
    }

    /**
     * All rows by key.
     *
     * @param table or view as SQL names it; a constant, never input
     */
    public static Map<String, OrderTotals> rows(DataSource database, String table) throws SQLException {
        Map<String, OrderTotals> found = new HashMap<>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ROWS + table)) {
            while (rows.next()) {
                found.put(
                        rows.getString(1),
                        new OrderTotals(rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getString(5)));
            }
        }
        return found;
    }

    /** Also on connections without autocommit. */
    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
        }
    }
}
