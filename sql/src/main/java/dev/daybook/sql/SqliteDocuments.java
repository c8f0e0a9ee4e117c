package dev.daybook.sql;

import dev.daybook.store.Document;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
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

    /** Texts as they are, everything else as its JSON text, so that it equals what PostgreSQL finds. */
    @Override
    public String fieldText(String field) {
        return "CASE json_type(data, '$." + field + "') WHEN 'text' THEN data ->> '$." + field
                + "' WHEN 'null' THEN NULL ELSE data -> '$." + field + "' END";
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
