package dev.daybook.testing.contract;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentCount;
import dev.daybook.store.DocumentPage;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.Generation;
import dev.daybook.store.Generations;
import dev.daybook.store.Progress;
import dev.daybook.store.SubscriptionStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says yes to everything and keeps nothing. */
final class DoNothingDocuments implements DocumentStore, Generations {

    private final SubscriptionStore subscriptions;

    DoNothingDocuments(SubscriptionStore subscriptions) {
        this.subscriptions = subscriptions;
    }

    @Override
    public void prepare(DocumentCollection collection, int generation) {}

    @Override
    public Map<String, Document> load(String collection, int generation, Set<String> keys) {
        return Map.of();
    }

    @Override
    public List<Document> scan(String collection, int generation, Optional<String> after, int limit) {
        return List.of();
    }

    @Override
    public boolean write(Progress progress, List<DocumentChanges> changes) {
        return true;
    }

    @Override
    public Map<String, Document> find(String collection, Set<String> keys) {
        return Map.of();
    }

    @Override
    public DocumentPage query(DocumentQuery query) {
        return new DocumentPage(List.of(), Optional.empty());
    }

    @Override
    public DocumentCount count(DocumentQuery query, long atMost) {
        return new DocumentCount(0, true);
    }

    @Override
    public Generations generations() {
        return this;
    }

    @Override
    public SubscriptionStore subscriptions() {
        return subscriptions;
    }

    @Override
    public List<Generation> list(String collection) {
        return List.of();
    }

    @Override
    public Generation begin(DocumentCollection collection, String fingerprint) {
        return new Generation(
                collection.name(), 1, Generation.State.SERVING, fingerprint, Instant.EPOCH, Instant.EPOCH, 0, false);
    }

    @Override
    public boolean swap(String collection, int number) {
        return true;
    }

    @Override
    public boolean pause(String collection, int number) {
        return true;
    }

    @Override
    public boolean resume(String collection, int number) {
        return true;
    }

    @Override
    public boolean cancel(String collection, int number) {
        return true;
    }

    @Override
    public boolean throttle(String collection, int number, int eventsPerSecond) {
        return true;
    }

    @Override
    public boolean holdUp(String collection, int number, boolean held) {
        return true;
    }

    @Override
    public boolean drop(String collection, int number) {
        return true;
    }
}
