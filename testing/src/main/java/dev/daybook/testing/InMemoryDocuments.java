package dev.daybook.testing;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentCount;
import dev.daybook.store.DocumentPage;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.Generation;
import dev.daybook.store.Generation.State;
import dev.daybook.store.Generations;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.Progress;
import dev.daybook.store.SubscriptionStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Read models in memory; queries look at every document. */
final class InMemoryDocuments implements DocumentStore {

    private record Key(String collection, int generation) {}

    private final ReentrantLock lock;
    private final InMemorySubscriptions subscriptions;
    private final SubscriptionStore subscriptionStore;
    private final InMemoryGenerations generations;
    private final Map<Key, NavigableMap<String, Document>> tables = new HashMap<>();
    private final Map<String, DocumentCollection> collections = new HashMap<>();

    InMemoryDocuments(ReentrantLock lock, InMemorySubscriptions subscriptions, SubscriptionStore subscriptionStore) {
        this.lock = lock;
        this.subscriptions = subscriptions;
        this.subscriptionStore = subscriptionStore;
        this.generations = new InMemoryGenerations(lock, subscriptions, this::make, this::drop);
    }

    private void make(DocumentCollection collection, int generation) {
        tables.computeIfAbsent(new Key(collection.name(), generation), none -> byKey());
        if (collection.linked()) {
            tables.computeIfAbsent(new Key(collection.links(), generation), none -> byKey());
        }
    }

    private static NavigableMap<String, Document> byKey() {
        return new TreeMap<>(InMemoryQueries.AS_DATABASES_DO);
    }

    private void drop(String collection, int generation) {
        tables.remove(new Key(collection, generation));
        tables.remove(new Key(DocumentCollection.links(collection), generation));
    }

    @Override
    public void prepare(DocumentCollection collection, int generation) {
        locked(() -> {
            generations.require(collection, generation);
            make(collection, generation);
            return collections.put(collection.name(), collection);
        });
    }

    @Override
    public Map<String, Document> load(String collection, int generation, Set<String> keys) {
        return locked(() -> {
            Map<String, Document> found = new HashMap<>(table(collection, generation));
            found.keySet().retainAll(keys);
            return Map.copyOf(found);
        });
    }

    @Override
    public List<Document> scan(String collection, int generation, Optional<String> after, int limit) {
        return locked(() -> after
                .map(key -> table(collection, generation).tailMap(key, false))
                .orElseGet(() -> table(collection, generation))
                .values()
                .stream()
                .limit(limit)
                .toList());
    }

    @Override
    public boolean write(Progress progress, List<DocumentChanges> changes) {
        return locked(() -> {
            changes.forEach(change -> table(change.collection(), change.generation()));
            changes.forEach(InMemoryDocuments::requireJson);
            if (!subscriptions.move(progress)) {
                return false;
            }
            changes.forEach(this::change);
            return true;
        });
    }

    /** Carries out changes that are known to be right; with the lock held. */
    void change(DocumentChanges changes) {
        NavigableMap<String, Document> table = table(changes.collection(), changes.generation());
        changes.puts().forEach(document -> table.put(document.key(), document));
        changes.deletes().forEach(table::remove);
    }

    /** Makes sure that a commit can change documents so. */
    void require(DocumentChanges changes) {
        locked(() -> table(changes.collection(), changes.generation()));
    }

    @Override
    public Map<String, Document> find(String collection, Set<String> keys) {
        return locked(() -> {
            collection(collection);
            return load(collection, serving(collection), keys);
        });
    }

    @Override
    public DocumentPage query(DocumentQuery query) {
        return locked(() -> {
            collection(query.collection()).check(query);
            return InMemoryQueries.page(
                    query, collection(query.collection()), table(query.collection(), serving(query.collection())));
        });
    }

    @Override
    public DocumentCount count(DocumentQuery query, long atMost) {
        if (atMost < 0) {
            throw new IllegalArgumentException("Counting ends after 0 or more documents, found " + atMost);
        }
        return locked(() -> {
            collection(query.collection()).check(query);
            long found = InMemoryQueries.count(
                    query, collection(query.collection()), table(query.collection(), serving(query.collection())));
            return new DocumentCount(Math.min(found, atMost), found <= atMost);
        });
    }

    @Override
    public Generations generations() {
        return generations;
    }

    @Override
    public SubscriptionStore subscriptions() {
        return subscriptionStore;
    }

    private int serving(String collection) {
        return generations.list(collection).stream()
                .filter(row -> row.state() == State.SERVING)
                .map(Generation::number)
                .findFirst()
                .orElseThrow();
    }

    private DocumentCollection collection(String name) {
        DocumentCollection collection = collections.get(name);
        if (collection == null) {
            throw unknown("Collection " + name);
        }
        return collection;
    }

    private NavigableMap<String, Document> table(String collection, int generation) {
        NavigableMap<String, Document> table = tables.get(new Key(collection, generation));
        if (table == null) {
            throw unknown("Generation " + generation + " of collection " + collection);
        }
        return table;
    }

    private IllegalArgumentException unknown(String what) {
        Set<String> known = new TreeSet<>();
        tables.keySet().forEach(key -> known.add(key.collection() + "@" + key.generation()));
        return new IllegalArgumentException(
                what + " is not prepared here, known are " + known + ": call prepare first");
    }

    private static void requireJson(DocumentChanges changes) {
        for (Document document : changes.puts()) {
            JsonText.faultOf(document.data()).ifPresent(fault -> {
                throw new InvalidEventException("Document '" + document.key() + "' of collection "
                        + changes.collection() + " is no JSON text, " + fault + "; nothing of the step was stored");
            });
        }
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
