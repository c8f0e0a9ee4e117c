package dev.daybook.sql;

import dev.daybook.store.Document;
import dev.daybook.store.FieldKind;
import dev.daybook.store.FieldValue;
import dev.daybook.store.IndexedField;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Read models on PostgreSQL: written by set, in a transaction on any connection. */
final class PostgresDocuments implements DocumentDialect {

    private static final String CREATE_TABLE = """
            CREATE TABLE IF NOT EXISTS ${table} (
                key     text   COLLATE "C" PRIMARY KEY,
                created bigint NOT NULL,
                updated bigint NOT NULL,
                data    json   NOT NULL
            )
            """;

    private static final String PUT = """
            INSERT INTO ${table} (key, created, updated, data)
            SELECT d.key, d.created, d.updated, d.data::json
              FROM unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[]) AS d (key, created, updated, data)
            ON CONFLICT (key) DO UPDATE
               SET created = excluded.created, updated = excluded.updated, data = excluded.data
            """;

    private static final String DELETE = "DELETE FROM ${table} WHERE key = ANY (?)";

    private final PostgresDialect dialect;

    PostgresDocuments(PostgresDialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public String createTable() {
        return CREATE_TABLE;
    }

    @Override
    public List<String> showIn(String view, String table) {
        return List.of("CREATE OR REPLACE VIEW " + view + " AS SELECT key, created, updated, data FROM " + table);
    }

    @Override
    public boolean replacesViews() {
        return true;
    }

    @Override
    public List<String> boundWaiting() {
        return List.of("SET LOCAL lock_timeout = '300ms'"); // appends wait meanwhile, and so do new readers of a view
    }

    @Override
    public String field(IndexedField field) {
        String name = field.name();
        return switch (field.kind()) {
            case TEXT -> "(data ->> '" + name + "') COLLATE \"C\"";
            case NUMBER ->
                "CASE json_typeof(data -> '" + name + "') WHEN 'number' THEN (data ->> '" + name + "')::numeric END";
        };
    }

    @Override
    public String among(String value) {
        return value + " = ANY (?)";
    }

    @Override
    public void set(PreparedStatement statement, int index, FieldValue value) throws SQLException {
        switch (value) {
            case FieldValue.TextValue(String text) -> statement.setString(index, text);
            case FieldValue.NumberValue(BigDecimal number) -> statement.setBigDecimal(index, number);
        }
    }

    @Override
    public void setAll(PreparedStatement statement, int index, FieldKind kind, List<FieldValue> values)
            throws SQLException {
        Object[] texts = values.stream().map(FieldValue::toString).toArray();
        String type = kind == FieldKind.NUMBER ? "numeric" : "text";
        statement.setArray(index, statement.getConnection().createArrayOf(type, texts));
    }

    @Override
    public FieldValue value(ResultSet row, int index, FieldKind kind) throws SQLException {
        return kind == FieldKind.NUMBER ? FieldValue.of(row.getBigDecimal(index)) : FieldValue.of(row.getString(index));
    }

    @Override
    public <T> T write(Work<T> work) throws SQLException {
        return write(dialect::bound, work);
    }

    @Override
    public <T> T writeStep(Duration limit, Work<T> work) throws SQLException {
        return write(connection -> dialect.bound(connection, limit), work);
    }

    /** Bounds what the transaction that begins may take. */
    private interface Bound {
        void set(Connection connection) throws SQLException;
    }

    private <T> T write(Bound bound, Work<T> work) throws SQLException {
        try (Connection connection = dialect.connect()) {
            connection.setAutoCommit(false);
            T result;
            try {
                bound.set(connection);
                result = work.in(connection);
                connection.commit();
            } catch (SQLException | RuntimeException | Error e) {
                rollBack(connection, e);
                throw e;
            }
            connection.setAutoCommit(true);
            return result;
        }
    }

    private static void rollBack(Connection connection, Throwable error) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            error.addSuppressed(e);
        }
    }

    @Override
    public void put(Connection connection, String table, List<Document> documents) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT.replace("${table}", table))) {
            statement.setObject(1, documents.stream().map(Document::key).toArray(String[]::new));
            statement.setObject(
                    2, documents.stream().mapToLong(d -> d.created().value()).toArray());
            statement.setObject(
                    3, documents.stream().mapToLong(d -> d.updated().value()).toArray());
            statement.setObject(4, documents.stream().map(Document::data).toArray(String[]::new));
            statement.executeUpdate();
        }
    }

    @Override
    public void delete(Connection connection, String table, Collection<String> keys) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DELETE.replace("${table}", table))) {
            statement.setObject(1, keys.toArray(String[]::new));
            statement.executeUpdate();
        }
    }

    @Override
    public PreparedStatement select(Connection connection, String columnsAndTable, Collection<String> keys)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(columnsAndTable + " WHERE key = ANY (?)");
        statement.setObject(1, keys.toArray(String[]::new));
        return statement;
    }
}
