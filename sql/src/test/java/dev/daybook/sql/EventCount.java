package dev.daybook.sql;

import dev.daybook.store.Commit;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.EventFilter;
import dev.daybook.store.EventStore;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Generation;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.Metadata;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.SubscriptionStore;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A read model of one document, that holds how many events of one type there are.
 *
 * @param folding done before each fold
 */
record EventCount(Runnable folding) implements InlineReadModel {

    private static final String KEY = "all";
    private static final String DEFINITION = "counting";
    private static final DocumentCollection COUNTS = DocumentCollection.of("counts");
    private static final EventType COUNTED = new EventType("counted", 1);
    private static final EventType PASSED_OVER = new EventType("passed-over", 1);
    private static final StreamId STREAM = StreamId.of("count", "1");

    EventCount() {
        this(() -> {});
    }

    static Commit counted(int events) {
        return counted(events, "1");
    }

    static Commit counted(int events, String data) {
        return commit(COUNTED, events, data);
    }

    static Commit passedOver() {
        return commit(PASSED_OVER, 1, "1");
    }

    private static Commit commit(EventType type, int events, String data) {
        List<SerializedEvent> all = Collections.nCopies(events, data).stream()
                .map(each -> new SerializedEvent(UUID.randomUUID(), type, each, Metadata.none()))
                .toList();
        return Commit.append(STREAM, ExpectedVersion.any(), all);
    }

    /** Begins the next generation, with all that appends and a swap look for. */
    static int begin(EventStore store, String definition) {
        int number = store.documents().generations().begin(COUNTS, definition).number();
        store.documents().prepare(COUNTS, number);
        store.subscriptions().begin(Generation.subscription(COUNTS.name(), number), 1, Position.START);
        return number;
    }

    static int begin(EventStore store) {
        return begin(store, DEFINITION);
    }

    /** What the document of a generation says. */
    static int in(EventStore store, int generation) {
        Document found =
                store.documents().load(COUNTS.name(), generation, Set.of(KEY)).get(KEY);
        return found == null ? 0 : Integer.parseInt(found.data());
    }

    static Position reached(EventStore store, int generation) {
        return store.subscriptions()
                .find(Generation.subscription(COUNTS.name(), generation))
                .map(SubscriptionStore.Known::position)
                .orElseThrow();
    }

    @Override
    public DocumentCollection collection() {
        return COUNTS;
    }

    @Override
    public String fingerprint() {
        return DEFINITION;
    }

    @Override
    public EventFilter filter() {
        return EventFilter.types(Set.of(COUNTED.name()));
    }

    @Override
    public Set<String> keysOf(List<StoredEvent> events) {
        return Set.of(KEY);
    }

    @Override
    public DocumentChanges fold(int generation, List<StoredEvent> events, Map<String, Document> current) {
        folding.run();
        Document before = current.get(KEY);
        int count = events.size() + (before == null ? 0 : Integer.parseInt(before.data()));
        Position last = events.getLast().position();
        Position first = before == null ? events.getFirst().position() : before.created();
        return new DocumentChanges(
                COUNTS.name(), generation, List.of(new Document(KEY, first, last, String.valueOf(count))), Set.of());
    }
}
