package dev.daybook.sql;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/** The documents of generations, within somebody's transaction. Safe for use by many threads. */
interface DocumentTables {

    /** Has the documents of a generation changed here. */
    void add(CollectionTable table);

    /**
     * Makes sure that documents can be changed so.
     *
     * @throws IllegalArgumentException if the generation of the collection was not prepared here
     */
    void require(DocumentChanges changes);

    /** The documents of these keys; keys without a document are left out. */
    Map<String, Document> load(Connection connection, String collection, int generation, Set<String> keys)
            throws SQLException;

    /** Carries out the changes, by set. */
    void change(Connection connection, DocumentChanges changes) throws SQLException;
}
