package dev.daybook.testing.contract;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.EventFilter;
import dev.daybook.store.EventType;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.Metadata;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoredEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Counts the events that name a key in their data, whatever their stream. One that names {@value #POISON} cannot be folded, one
 * that names {@code -key} deletes the document of the key.
 */
final class CountingReadModel implements InlineReadModel {

    static final String POISON = "poison";
    static final EventType COUNTED = new EventType("counted", 1);

    private static final String BEGIN = "{\"count\": ";

    private final DocumentCollection collection;
    private final String fingerprint;
    private final ConcurrentLinkedQueue<StoredEvent> seen = new ConcurrentLinkedQueue<>();

    CountingReadModel(String collection, String fingerprint) {
        this.collection = DocumentCollection.of(collection);
        this.fingerprint = fingerprint;
    }

    static SerializedEvent naming(UUID id, String key) {
        return new SerializedEvent(id, COUNTED, "\"" + key + "\"", Metadata.none());
    }

    static String counted(int count) {
        return BEGIN + count + "}";
    }

    static int count(Document document) {
        return Integer.parseInt(
                document.data().substring(BEGIN.length(), document.data().length() - 1));
    }

    /** Every event that was folded, also those of appends that were refused for another event. */
    List<StoredEvent> seen() {
        return List.copyOf(seen);
    }

    @Override
    public DocumentCollection collection() {
        return collection;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public EventFilter filter() {
        return EventFilter.types(Set.of(COUNTED.name()));
    }

    @Override
    public Set<String> keysOf(List<StoredEvent> events) {
        return events.stream().map(CountingReadModel::keyOf).collect(Collectors.toSet());
    }

    private static String keyOf(StoredEvent event) {
        String named = nameOf(event);
        return named.startsWith("-") ? named.substring(1) : named;
    }

    private static String nameOf(StoredEvent event) {
        return event.data().substring(1, event.data().length() - 1);
    }

    @Override
    public DocumentChanges fold(int generation, List<StoredEvent> events, Map<String, Document> current) {
        Map<String, Document> documents = new HashMap<>(current);
        Set<String> changed = new LinkedHashSet<>();
        for (StoredEvent event : events) {
            seen.add(event);
            String key = keyOf(event);
            if (key.equals(POISON)) {
                throw new IllegalStateException("Nobody can count " + key);
            }
            changed.add(key);
            if (nameOf(event).equals(key)) {
                documents.compute(key, (none, before) -> next(key, before, event.position()));
            } else {
                documents.remove(key);
            }
        }
        Set<String> deletes = new HashSet<>(changed);
        deletes.removeAll(documents.keySet());
        changed.removeAll(deletes);
        return new DocumentChanges(
                collection.name(),
                generation,
                changed.stream().map(documents::get).toList(),
                deletes);
    }

    private static Document next(String key, @Nullable Document before, Position position) {
        return before == null
                ? new Document(key, position, position, counted(1))
                : new Document(key, before.created(), position, counted(count(before) + 1));
    }
}
