package dev.daybook.sql;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentCount;
import dev.daybook.store.DocumentPage;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.Progress;
import dev.daybook.store.SubscriptionStore;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Each generation of a collection is a table of its own, {@code document_<name>$<generation>}, with an index for each declared
 * field; the view {@code document_<name>} shows the serving one.
 */
final class SqlDocumentStore implements DocumentStore {

    private static final String SCAN =
            "SELECT key, created, updated, data FROM ${table} WHERE key > ? ORDER BY key LIMIT ?";

    private static final String SCAN_FIRST = "SELECT key, created, updated, data FROM ${table} ORDER BY key LIMIT ?";

    private final Dialect dialect;
    private final EventReader reader;
    private final Writes writes;
    private final ProgressWriter progress;
    private final SqlDocumentTables tables;
    private final SqlGenerations generations;
    private final SubscriptionStore subscriptions;

    SqlDocumentStore(StoreParts parts) {
        this.dialect = parts.dialect();
        this.reader = parts.reader();
        this.writes = parts.writes();
        this.progress = new ProgressWriter(dialect);
        this.tables = new SqlDocumentTables(dialect.documents());
        this.generations = SqlGenerations.ofDocuments(parts);
        this.subscriptions = parts.subscriptions();
    }

    DocumentTables tables() {
        return tables;
    }

    @Override
    public void prepare(DocumentCollection collection, int generation) {
        CollectionTable table = new CollectionTable(collection, generation, dialect);
        generations.prepare(table);
        tables.add(table);
    }

    @Override
    public Map<String, Document> load(String collection, int generation, Set<String> keys) {
        String table = tables.name(collection, generation);
        return reader.read("collection " + collection, connection -> tables.load(connection, table, keys));
    }

    @Override
    public List<Document> scan(String collection, int generation, Optional<String> after, int limit) {
        String table = tables.name(collection, generation);
        String text = (after.isPresent() ? SCAN : SCAN_FIRST).replace("${table}", table);
        return reader.read("collection " + collection, connection -> {
            try (PreparedStatement statement = connection.prepareStatement(text)) {
                int next = 1;
                if (after.isPresent()) {
                    statement.setString(next++, after.get());
                }
                statement.setInt(next, EventReader.requirePositive(limit));
                return CommandRows.all(statement, DocumentDialect::document);
            }
        });
    }

    @Override
    public boolean write(Progress step, List<DocumentChanges> changes) {
        changes.forEach(tables::require);
        return writes.run("Writing for subscription " + step.claim().subscription(), connection -> {
            if (!progress.move(connection, step)) {
                return false;
            }
            for (DocumentChanges change : changes) {
                tables.change(connection, change);
            }
            return true;
        });
    }

    @Override
    public Map<String, Document> find(String collection, Set<String> keys) {
        String view = tables.collection(collection).view();
        return reader.read("collection " + collection, connection -> tables.load(connection, view, keys));
    }

    @Override
    public DocumentPage query(DocumentQuery query) {
        CollectionTable table = tables.collection(query.collection());
        table.collection().check(query);
        CollectionQueries queries = new CollectionQueries(table, dialect.documents());
        return reader.read("collection " + query.collection(), connection -> queries.page(connection, query));
    }

    @Override
    public DocumentCount count(DocumentQuery query, long atMost) {
        if (atMost < 0) {
            throw new IllegalArgumentException("Counting ends after 0 or more documents, found " + atMost);
        }
        CollectionTable table = tables.collection(query.collection());
        table.collection().check(query);
        CollectionQueries queries = new CollectionQueries(table, dialect.documents());
        return reader.read("collection " + query.collection(), connection -> queries.count(connection, query, atMost));
    }

    @Override
    public SqlGenerations generations() {
        return generations;
    }

    @Override
    public SubscriptionStore subscriptions() {
        return subscriptions;
    }
}
