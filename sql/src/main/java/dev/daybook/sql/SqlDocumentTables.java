package dev.daybook.sql;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.DocumentCollection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The tables of the generations that were prepared here. */
final class SqlDocumentTables implements DocumentTables {

    private static final String COLUMNS = "SELECT key, created, updated, data FROM ";

    private record Key(String collection, int generation) {}

    private final DocumentDialect dialect;
    private final Map<Key, String> names = new ConcurrentHashMap<>();
    private final Map<String, CollectionTable> collections = new ConcurrentHashMap<>();

    SqlDocumentTables(DocumentDialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public void add(CollectionTable table) {
        DocumentCollection collection = table.collection();
        names.put(new Key(collection.name(), table.generation()), table.name());
        if (collection.linked()) {
            names.put(new Key(collection.links(), table.generation()), table.links());
        }
        collections.put(collection.name(), table);
    }

    /** A collection as it was prepared last, by which its view is asked. */
    CollectionTable collection(String name) {
        CollectionTable table = collections.get(name);
        if (table == null) {
            throw unknown("Collection " + name);
        }
        return table;
    }

    String name(String collection, int generation) {
        String name = names.get(new Key(collection, generation));
        if (name == null) {
            throw unknown("Generation " + generation + " of collection " + collection);
        }
        return name;
    }

    private IllegalArgumentException unknown(String what) {
        Set<String> known = new TreeSet<>();
        names.keySet().forEach(key -> known.add(key.collection() + "@" + key.generation()));
        return new IllegalArgumentException(
                what + " is not prepared here, known are " + known + ": call prepare first");
    }

    @Override
    public void require(DocumentChanges changes) {
        name(changes.collection(), changes.generation());
    }

    @Override
    public Map<String, Document> load(Connection connection, String collection, int generation, Set<String> keys)
            throws SQLException {
        return load(connection, name(collection, generation), keys);
    }

    /** The documents of these keys in a table or view. */
    Map<String, Document> load(Connection connection, String table, Set<String> keys) throws SQLException {
        if (keys.isEmpty()) {
            return Map.of();
        }
        Map<String, Document> found = new HashMap<>();
        try (PreparedStatement statement = dialect.select(connection, COLUMNS + table, keys);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Document document = DocumentDialect.document(row);
                found.put(document.key(), document);
            }
        }
        return found;
    }

    @Override
    public void change(Connection connection, DocumentChanges changes) throws SQLException {
        String table = name(changes.collection(), changes.generation());
        if (!changes.puts().isEmpty()) {
            dialect.put(connection, table, changes.puts());
        }
        if (!changes.deletes().isEmpty()) {
            dialect.delete(connection, table, changes.deletes());
        }
    }
}
