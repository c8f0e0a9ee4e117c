package dev.daybook.process;

import dev.daybook.event.EventCodec;
import dev.daybook.event.JsonCodec;
import dev.daybook.process.ProcessStates.TimerFailure;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentCondition;
import dev.daybook.store.DocumentOrder;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.FieldValue;
import dev.daybook.store.IndexedField;
import dev.daybook.store.Position;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the processes of a manager are kept between steps: a document for each key. Its field {@code due} tells its partition
 * and when it is to be looked at next, in a form whose order as text is that of the partitions and times. Safe for use by many
 * threads.
 */
final class ProcessDocuments<S> {

    static final int GENERATION = 1;

    private static final String DUE = "due";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final JsonCodec JSON = JsonCodec.standard();

    private final DocumentStore store;
    private final EventCodec codec;
    private final ProcessManager<S> manager;
    private final String collection;

    ProcessDocuments(DocumentStore store, EventCodec codec, ProcessManager<S> manager) {
        this.store = store;
        this.codec = codec;
        this.manager = manager;
        this.collection = collectionOf(manager.name());
    }

    static String collectionOf(String manager) {
        return "process-" + manager;
    }

    /**
     * What a document holds.
     *
     * @param state JSON of the state, as text, so that the codec alone says what it looks like
     * @param due where it stands in the order of what is to be looked at; null if it waits for no time
     * @param failure of its next timer; null if that did not fail
     */
    record Content(
            String state,
            List<ProcessTimer> timers,
            @Nullable String due,
            @Nullable TimerFailure failure) {}

    /** A document whose state the codec refuses. */
    record Unreadable(Document document, Content content, RuntimeException error) {}

    /** What is to be looked at. */
    record Due<S>(List<Stored<S>> processes, List<Unreadable> unreadable) {}

    /** A process as it is stored. */
    record Stored<S>(ProcessInstance<S> instance, Position created, Position updated, Optional<TimerFailure> failure) {}

    void prepare() {
        store.prepare(new DocumentCollection(collection, List.of(IndexedField.text(DUE))), GENERATION);
    }

    String collection() {
        return collection;
    }

    Map<String, Stored<S>> load(Set<String> keys) {
        Map<String, Stored<S>> found = new HashMap<>();
        if (!keys.isEmpty()) {
            store.load(collection, GENERATION, keys).forEach((key, document) -> found.put(key, read(document)));
        }
        return found;
    }

    /** The processes of a partition that are to be looked at by the time, those due first; at most {@code limit}. */
    Due<S> due(int partition, Instant time, int limit) {
        List<Stored<S>> processes = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (Document document : find(partition, placeOf(partition, time.plusMillis(1)), limit)) {
            Content content = contentOf(document);
            try {
                processes.add(read(document, content));
            } catch (RuntimeException e) {
                unreadable.add(new Unreadable(document, content, e));
            }
        }
        return new Due<>(processes, unreadable);
    }

    /** The document with its state as it is and a failure, to be looked at again after that. */
    Document defer(Unreadable process, TimerFailure failure, int partition) {
        Content before = process.content();
        Content after = new Content(before.state(), before.timers(), placeOf(partition, failure.retryAt()), failure);
        Document document = process.document();
        return new Document(document.key(), document.created(), document.updated(), JSON.write(after));
    }

    /** When the next process of a partition is to be looked at. */
    Optional<Instant> nextDue(int partition) {
        return find(partition, placeOf(partition + 1, Instant.EPOCH), 1).stream()
                .findFirst()
                .map(this::contentOf)
                .flatMap(content -> Optional.ofNullable(content.failure())
                        .map(TimerFailure::retryAt)
                        .or(() ->
                                content.timers().stream().map(ProcessTimer::due).min(Instant::compareTo)));
    }

    private List<Document> find(int partition, String below, int limit) {
        DocumentCondition range = new DocumentCondition.Range(
                DUE, Optional.of(FieldValue.of(placeOf(partition, Instant.EPOCH))), Optional.of(FieldValue.of(below)));
        DocumentQuery query = DocumentQuery.of(collection, limit).where(range).orderedBy(DocumentOrder.by(DUE));
        return store.query(query).documents();
    }

    /** When a process is to be looked at next. */
    static Optional<Instant> lookAt(ProcessInstance<?> instance, Optional<TimerFailure> failure) {
        Optional<Instant> due = instance.nextTimer().map(ProcessTimer::due);
        return failure.isPresent() ? due.map(time -> failure.get().retryAt()) : due;
    }

    Document write(Stored<S> stored, int partition) {
        ProcessInstance<S> instance = stored.instance();
        String state = codec.write(instance.state());
        int limit = manager.settings().limits().stateBytes();
        int bytes = state.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > limit) {
            throw new ReactionFailedException("The state of " + manager + " for key '" + instance.key() + "' has "
                    + bytes + " bytes as JSON, its limit is " + limit + ": keep less in it, or raise the limit");
        }
        String due = lookAt(instance, stored.failure())
                .map(time -> placeOf(partition, time))
                .orElse(null);
        Content content = new Content(
                state,
                List.copyOf(instance.timers().values()),
                due,
                stored.failure().orElse(null));
        return new Document(instance.key(), stored.created(), stored.updated(), JSON.write(content));
    }

    private Content contentOf(Document document) {
        return JSON.read(document.data(), Content.class);
    }

    private Stored<S> read(Document document) {
        return read(document, contentOf(document));
    }

    private Stored<S> read(Document document, Content content) {
        Map<String, ProcessTimer> timers =
                content.timers().stream().collect(Collectors.toMap(ProcessTimer::name, timer -> timer));
        S state = codec.read(content.state(), manager.state());
        return new Stored<>(
                new ProcessInstance<>(document.key(), state, timers),
                document.created(),
                document.updated(),
                Optional.ofNullable(content.failure()));
    }

    /** A text whose order is that of partitions, and in each that of times, to the millisecond. */
    private static String placeOf(int partition, Instant time) {
        Instant bounded = time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time.isAfter(LATEST) ? LATEST : time;
        return String.format(Locale.ROOT, "%02d %s", partition, TIME.format(bounded));
    }
}
