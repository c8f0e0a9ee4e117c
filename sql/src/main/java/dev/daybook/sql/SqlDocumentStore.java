package dev.daybook.sql;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentBatch;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Each collection is a table of its own, {@code document_<name>}, with an index for each declared field. */
final class SqlDocumentStore implements DocumentStore {

    private static final String NEW_CHECKPOINT =
            "INSERT INTO ${schema}checkpoint (name, position) VALUES (?, 0) ON CONFLICT (name) DO NOTHING";

    private static final String LOCK_CHECKPOINT = "UPDATE ${schema}checkpoint SET position = position WHERE name = ?";

    private static final String MOVE_CHECKPOINT =
            "UPDATE ${schema}checkpoint SET position = ? WHERE name = ? AND position = ?";

    private final Dialect dialect;
    private final DocumentDialect documents;
    private final EventReader reader;
    private final Writes writes;
    private final String newCheckpoint;
    private final String lockCheckpoint;
    private final String moveCheckpoint;
    private final Map<String, CollectionTable> tables = new ConcurrentHashMap<>();

    SqlDocumentStore(Dialect dialect, EventReader reader, Writes writes) {
        this.dialect = dialect;
        this.documents = dialect.documents();
        this.reader = reader;
        this.writes = writes;
        this.newCheckpoint = dialect.statements().qualified(NEW_CHECKPOINT);
        this.lockCheckpoint = dialect.statements().qualified(LOCK_CHECKPOINT);
        this.moveCheckpoint = dialect.statements().qualified(MOVE_CHECKPOINT);
    }

    @Override
    public void prepare(DocumentCollection collection) {
        CollectionTable table = new CollectionTable(collection, dialect);
        writes.run("Preparing collection " + collection.name(), connection -> {
            // The row comes first: its lock makes those who prepare the collection at the same moment take turns.
            for (String lock : List.of(newCheckpoint, lockCheckpoint)) {
                try (PreparedStatement statement = connection.prepareStatement(lock)) {
                    statement.setString(1, collection.name());
                    statement.executeUpdate();
                }
            }
            try (Statement statement = connection.createStatement()) {
                for (String definition : table.definitions()) {
                    statement.execute(definition);
                }
            }
            return true;
        });
        tables.put(collection.name(), table);
    }

    @Override
    public Position checkpoint(String collection) {
        return reader.read("a checkpoint", connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(dialect.statements().checkpoint())) {
                statement.setString(1, collection);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? Position.of(row.getLong(1)) : Position.START;
                }
            }
        });
    }

    @Override
    public boolean write(DocumentBatch batch) {
        CollectionTable table = table(batch.collection());
        return writes.run("Writing collection " + batch.collection(), connection -> {
            if (!moveCheckpoint(connection, batch)) {
                return false;
            }
            if (!batch.puts().isEmpty()) {
                documents.put(connection, table.name(), batch.puts());
            }
            if (!batch.deletes().isEmpty()) {
                documents.delete(connection, table.name(), batch.deletes());
            }
            return true;
        });
    }

    private boolean moveCheckpoint(Connection connection, DocumentBatch batch) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(moveCheckpoint)) {
            statement.setLong(1, batch.to().value());
            statement.setString(2, batch.collection());
            statement.setLong(3, batch.from().value());
            return statement.executeUpdate() == 1;
        }
    }

    @Override
    public Map<String, Document> load(String collection, Set<String> keys) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        CollectionTable table = table(collection);
        return reader.read("collection " + collection, connection -> {
            Map<String, Document> found = new HashMap<>();
            try (PreparedStatement statement = documents.select(connection, table.columnsAndTable(), keys);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    Document document = DocumentDialect.document(row);
                    found.put(document.key(), document);
                }
            }
            return found;
        });
    }

    @Override
    public List<Document> query(DocumentQuery query) {
        CollectionTable table = table(query.collection());
        List<String> fields = query.equal().keySet().stream().sorted().toList();
        String statementText = table.query(fields, query.after().isPresent());
        return reader.read("collection " + query.collection(), connection -> {
            try (PreparedStatement statement = connection.prepareStatement(statementText)) {
                int next = 1;
                for (String field : fields) {
                    statement.setString(next++, query.equal().get(field));
                }
                if (query.after().isPresent()) {
                    DocumentQuery.Cursor after = query.after().get();
                    statement.setLong(next++, after.created().value());
                    statement.setString(next++, after.key());
                }
                statement.setInt(next, query.limit());
                return documents(statement);
            }
        });
    }

    private static List<Document> documents(PreparedStatement statement) throws SQLException {
        List<Document> found = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add(DocumentDialect.document(row));
            }
        }
        return found;
    }

    private CollectionTable table(String collection) {
        CollectionTable table = tables.get(collection);
        if (table == null) {
            throw new IllegalArgumentException("Collection " + collection + " is not prepared here, known are "
                    + tables.keySet().stream().sorted().toList() + ": call prepare first");
        }
        return table;
    }
}
