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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Read models on SQLite. */
final class SqliteDocuments implements DocumentDialect {

    private static final String CREATE_TABLE = """
            CREATE TABLE IF NOT EXISTS ${table} (
                key     TEXT    PRIMARY KEY,
                created INTEGER NOT NULL,
                updated INTEGER NOT NULL,
                data    TEXT    NOT NULL CHECK (json_valid(data))
            ) STRICT, WITHOUT ROWID
            """;

    private static final String PUT = """
            INSERT INTO ${table} (key, created, updated, data)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (key) DO UPDATE
               SET created = excluded.created, updated = excluded.updated, data = excluded.data
            """;

    private static final String WITH_KEYS = " WHERE key IN (SELECT value FROM json_each(?))";

    private final SqliteDialect dialect;

    SqliteDocuments(SqliteDialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public String createTable() {
        return CREATE_TABLE;
    }

    @Override
    public List<String> showIn(String view, String table) {
        return List.of(
                "DROP VIEW IF EXISTS " + view,
                "CREATE VIEW " + view + " AS SELECT key, created, updated, data FROM " + table);
    }

    @Override
    public boolean replacesViews() {
        return false;
    }

    @Override
    public List<String> boundWaiting() {
        return List.of();
    }

    /** Texts as they are, everything else as its JSON text, so that it equals what PostgreSQL finds. */
    @Override
    public String field(IndexedField field) {
        String path = "'$." + field.name() + "'";
        return switch (field.kind()) {
            case TEXT ->
                "CASE json_type(data, " + path + ") WHEN 'text' THEN data ->> " + path
                        + " WHEN 'null' THEN NULL ELSE data -> " + path + " END";
            case NUMBER ->
                "CASE WHEN json_type(data, " + path + ") IN ('integer', 'real') THEN data ->> " + path + " END";
        };
    }

    @Override
    public String among(String value) {
        return value + " IN (SELECT value FROM json_each(?))";
    }

    @Override
    public void set(PreparedStatement statement, int index, FieldValue value) throws SQLException {
        switch (value) {
            case FieldValue.TextValue(String text) -> statement.setString(index, text);
            case FieldValue.NumberValue(BigDecimal number) -> {
                Number stored = stored(number);
                if (stored instanceof Long whole) {
                    statement.setLong(index, whole);
                } else {
                    statement.setDouble(index, stored.doubleValue());
                }
            }
        }
    }

    /** As SQLite keeps it: whole in 64 bits, or a double. */
    private static Number stored(BigDecimal number) {
        boolean whole = number.stripTrailingZeros().scale() <= 0
                && number.toBigInteger().bitLength() < Long.SIZE;
        return whole ? (Number) number.longValueExact() : (Number) number.doubleValue();
    }

    @Override
    public void setAll(PreparedStatement statement, int index, FieldKind kind, List<FieldValue> values)
            throws SQLException {
        List<Object> elements = new ArrayList<>();
        for (FieldValue value : values) {
            elements.add(
                    switch (value) {
                        case FieldValue.TextValue(String text) -> text;
                        case FieldValue.NumberValue(BigDecimal number) -> stored(number);
                    });
        }
        statement.setString(index, JsonTexts.array(elements));
    }

    @Override
    public FieldValue value(ResultSet row, int index, FieldKind kind) throws SQLException {
        return FieldValue.read(kind, row.getString(index));
    }

    @Override
    public <T> T write(Work<T> work) throws SQLException {
        try (Connection connection = dialect.connect()) {
            return SqliteTransaction.run(connection, dialect.writing(), () -> work.in(connection));
        }
    }

    @Override
    public void put(Connection connection, String table, List<Document> documents) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT.replace("${table}", table))) {
            for (Document document : documents) {
                statement.setString(1, document.key());
                statement.setLong(2, document.created().value());
                statement.setLong(3, document.updated().value());
                statement.setString(4, document.data());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    @Override
    public void delete(Connection connection, String table, Collection<String> keys) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM " + table + WITH_KEYS)) {
            statement.setString(1, JsonTexts.array(keys));
            statement.executeUpdate();
        }
    }

    @Override
    public PreparedStatement select(Connection connection, String columnsAndTable, Collection<String> keys)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(columnsAndTable + WITH_KEYS);
        statement.setString(1, JsonTexts.array(keys));
        return statement;
    }
}
