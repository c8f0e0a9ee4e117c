package dev.daybook.testing;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentBatch;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.Position;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Read models in memory; queries look at every document. */
final class InMemoryDocuments implements DocumentStore {

    /** Keys are compared as the databases do, by their UTF-8 bytes. */
    private static final Comparator<DocumentQuery.Cursor> NEWEST_FIRST = Comparator.comparing(
                    DocumentQuery.Cursor::created)
            .thenComparing(cursor -> cursor.key().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned)
            .reversed();

    private static final class Collection {
        final Set<String> indexedFields = new TreeSet<>();
        final Map<String, Document> documents = new HashMap<>();
        Position checkpoint = Position.START;
    }

    private final ReentrantLock lock;
    private final Map<String, Collection> collections = new HashMap<>();

    InMemoryDocuments(ReentrantLock lock) {
        this.lock = lock;
    }

    @Override
    public void prepare(DocumentCollection collection) {
        locked(() -> collections
                .computeIfAbsent(collection.name(), name -> new Collection())
                .indexedFields
                .addAll(collection.indexedFields()));
    }

    @Override
    public Position checkpoint(String collection) {
        return locked(() -> Optional.ofNullable(collections.get(collection))
                .map(found -> found.checkpoint)
                .orElse(Position.START));
    }

    @Override
    public boolean write(DocumentBatch batch) {
        return locked(() -> {
            Collection collection = collection(batch.collection());
            if (!collection.checkpoint.equals(batch.from())) {
                return false;
            }
            batch.puts().forEach(document -> requireJson(batch, document));
            collection.checkpoint = batch.to();
            batch.puts().forEach(document -> collection.documents.put(document.key(), document));
            collection.documents.keySet().removeAll(batch.deletes());
            return true;
        });
    }

    @Override
    public Map<String, Document> load(String collection, Set<String> keys) {
        return locked(() -> {
            Map<String, Document> found = new HashMap<>(collection(collection).documents);
            found.keySet().retainAll(keys);
            return Map.copyOf(found);
        });
    }

    @Override
    public List<Document> query(DocumentQuery query) {
        return locked(() -> {
            Collection collection = collection(query.collection());
            query.equal().keySet().forEach(field -> requireIndexed(query.collection(), collection, field));
            return collection.documents.values().stream()
                    .filter(document -> matches(query, document))
                    .sorted(Comparator.comparing(Document::cursor, NEWEST_FIRST))
                    .limit(query.limit())
                    .toList();
        });
    }

    private static boolean matches(DocumentQuery query, Document document) {
        boolean afterCursor = query.after()
                .map(after -> NEWEST_FIRST.compare(document.cursor(), after) > 0)
                .orElse(true);
        return afterCursor
                && query.equal().entrySet().stream()
                        .allMatch(condition -> JsonText.field(document.data(), condition.getKey())
                                .equals(Optional.of(condition.getValue())));
    }

    private Collection collection(String name) {
        Collection collection = collections.get(name);
        if (collection == null) {
            throw new IllegalArgumentException("Collection " + name + " is not prepared here, known are "
                    + new TreeSet<>(collections.keySet()) + ": call prepare first");
        }
        return collection;
    }

    private static void requireIndexed(String name, Collection collection, String field) {
        if (!collection.indexedFields.contains(field)) {
            throw new IllegalArgumentException("Collection " + name + " is not indexed by " + field + ", only by "
                    + collection.indexedFields + ": declare the index or query by another field");
        }
    }

    private static void requireJson(DocumentBatch batch, Document document) {
        JsonText.faultOf(document.data()).ifPresent(fault -> {
            throw new InvalidEventException("Document '" + document.key() + "' of collection " + batch.collection()
                    + " is no JSON text, " + fault + "; nothing of the batch was stored");
        });
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
