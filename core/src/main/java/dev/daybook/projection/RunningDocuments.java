package dev.daybook.projection;

import dev.daybook.store.DocumentCount;
import dev.daybook.store.Position;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** The documents of a projection at work. */
final class RunningDocuments<D> implements Documents<D> {

    private final StoredDocuments<D> documents;
    private final RunningProjection projection;

    RunningDocuments(StoredDocuments<D> documents, RunningProjection projection) {
        this.documents = documents;
        this.projection = projection;
    }

    @Override
    public Optional<D> find(String key) {
        return documents.find(key);
    }

    @Override
    public Map<String, D> findAll(Collection<String> keys) {
        return documents.findAll(keys);
    }

    @Override
    public Page<D> page(DocumentsQuery query) {
        return documents.page(query);
    }

    @Override
    public DocumentCount count(DocumentsQuery query, long atMost) {
        return documents.count(query, atMost);
    }

    @Override
    public Position position() {
        return projection.generations().position();
    }

    @Override
    public boolean awaitPosition(Position position, Duration timeout) throws InterruptedException {
        return projection.awaitPosition(position, timeout);
    }
}
