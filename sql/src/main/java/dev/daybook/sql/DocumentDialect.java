package dev.daybook.sql;

import dev.daybook.store.Document;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** What differs between databases about read models. Safe for use by many threads. */
interface DocumentDialect {

    /** The statement that makes the table of a collection, where it is missing. */
    String createTable();

    /** The text of a top-level field of the column {@code data}; null where it is absent or null. */
    String fieldText(String field);

    /** Runs the work in one write transaction. */
    <T> T write(Work<T> work) throws SQLException;

    /** Makes or replaces the documents. */
    void put(Connection connection, String table, List<Document> documents) throws SQLException;

    void delete(Connection connection, String table, Collection<String> keys) throws SQLException;

    /** Prepares a statement that selects what the columns say of the documents with these keys. */
    PreparedStatement select(Connection connection, String columnsAndTable, Collection<String> keys)
            throws SQLException;

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** Reads a document from the columns key, created, updated, data. */
    static Document document(ResultSet row) throws SQLException {
        return new Document(
                row.getString(1),
                dev.daybook.store.Position.of(row.getLong(2)),
                dev.daybook.store.Position.of(row.getLong(3)),
                row.getString(4));
    }
}
