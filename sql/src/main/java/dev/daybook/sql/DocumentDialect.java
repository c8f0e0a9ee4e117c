package dev.daybook.sql;

import dev.daybook.store.Document;
import dev.daybook.store.FieldKind;
import dev.daybook.store.FieldValue;
import dev.daybook.store.IndexedField;
import dev.daybook.store.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** What differs between databases about read models. Safe for use by many threads. */
interface DocumentDialect {

    /** The statement that makes the table of a generation, where it is missing. */
    String createTable();

    /** The statements that let a view show a table, in place of any other. */
    List<String> showIn(String view, String table);

    /** Whether a view can be replaced without dropping it, so that rights to it and views on it stay. */
    boolean replacesViews();

    /**
     * A statement that bounds how long a transaction that has taken a turn waits for others from now on, such as those who read
     * a view that it changes; empty if there are none.
     */
    List<String> boundWaiting();

    /** The value of a top-level field of the column {@code data}; null where it is absent, null or of another kind. */
    String field(IndexedField field);

    /** The condition that a value is among those of one parameter. */
    String among(String value);

    void set(PreparedStatement statement, int index, FieldValue value) throws SQLException;

    /** Sets the parameter of {@link #among}. */
    void setAll(PreparedStatement statement, int index, FieldKind kind, List<FieldValue> values) throws SQLException;

    FieldValue value(ResultSet row, int index, FieldKind kind) throws SQLException;

    /** Runs the work in one write transaction. */
    <T> T write(Work<T> work) throws SQLException;

    /**
     * Runs the work in one write transaction. Where the database can tell, a statement that takes longer than the limit is
     * refused, and one that comes later than that after the one before finds the transaction ended.
     */
    default <T> T writeStep(Duration limit, Work<T> work) throws SQLException {
        return write(work);
    }

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
                row.getString(1), Position.of(row.getLong(2)), Position.of(row.getLong(3)), row.getString(4));
    }
}
