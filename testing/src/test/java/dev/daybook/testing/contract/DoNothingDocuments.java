package dev.daybook.testing.contract;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentBatch;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.Position;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says yes to everything and keeps nothing. */
final class DoNothingDocuments implements DocumentStore {

    @Override
    public void prepare(DocumentCollection collection) {}

    @Override
    public Position checkpoint(String collection) {
        return Position.START;
    }

    @Override
    public boolean write(DocumentBatch batch) {
        return true;
    }

    @Override
    public Map<String, Document> load(String collection, Set<String> keys) {
        return Map.of();
    }

    @Override
    public List<Document> query(DocumentQuery query) {
        return List.of();
    }
}
