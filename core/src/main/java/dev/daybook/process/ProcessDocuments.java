package dev.daybook.process;

import dev.daybook.ConfigurationException;
import dev.daybook.event.EventCodec;
import dev.daybook.event.JsonCodec;
import dev.daybook.event.RoundTrip;
import dev.daybook.process.ProcessStates.Failing;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the processes of a manager are kept between steps: a document for each key. Its field {@code due} tells its partition
 * and when it is to be looked at next, in a form whose order as text is that of the partitions and times. Safe for use by many
 * threads.
 */
final class ProcessDocuments<S> {

    static final int GENERATION = 1;

    private static final String DUE = "due";
    private static final String FAILING = "failing";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final JsonCodec JSON = JsonCodec.standard();

    private final DocumentStore store;
    private final EventCodec codec;
    private final ProcessManager<S> manager;
    private final String collection;
    private final RoundTrip roundTrip;
    private final Set<Class<?>> checked = ConcurrentHashMap.newKeySet();

    ProcessDocuments(DocumentStore store, EventCodec codec, ProcessManager<S> manager) {
        this.store = store;
        this.codec = codec;
        this.roundTrip = new RoundTrip(codec);
        this.manager = manager;
        this.collection = collectionOf(manager.name());
    }

    static String collectionOf(String manager) {
        return "process-" + manager;
    }

    /**
     * What a document holds.
     *
     * @param due where it stands in the order of what is to be looked at; null if it waits for no time
     * @param failure of its next timer; null if that did not fail
     * @param failing its partition, and whether the failure rests; null if there is none that counts
     */
    record Content(
            StateForm.Kept state,
            List<ProcessTimer> timers,
            @Nullable String due,
            @Nullable TimerFailure failure,
            @Nullable String failing) {}

    /** A document and what is in it, its state as it is kept. */
    record Raw(Document document, Content content) {

        Optional<TimerFailure> failure() {
            return Optional.ofNullable(content.failure());
        }
    }

    /** A document whose state cannot be read. */
    record Unreadable(Raw raw, RuntimeException error) {}

    /** What is to be looked at. */
    record Due<S>(List<Stored<S>> processes, List<Unreadable> unreadable) {}

    /** A process as it is stored. */
    record Stored<S>(ProcessInstance<S> instance, Position created, Position updated, Optional<TimerFailure> failure) {}

    /** @throws ConfigurationException if the codec does not keep the states, as far as made-up ones tell */
    void prepare() {
        List<String> problems = manager.form().types().stream()
                .flatMap(type -> roundTrip.problemOfSample(type).stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new ConfigurationException(
                    "The states of " + manager + " cannot be kept:\n- " + String.join("\n- ", problems));
        }
        store.prepare(
                new DocumentCollection(collection, List.of(IndexedField.text(DUE), IndexedField.text(FAILING))),
                GENERATION);
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
                unreadable.add(new Unreadable(new Raw(document, content), e));
            }
        }
        return new Due<>(processes, unreadable);
    }

    /** The document with its state as it is and a failure, to be looked at again as that says. */
    Document defer(Raw process, TimerFailure failure, int partition) {
        Content before = process.content();
        String due = failure.retryAt().map(time -> placeOf(partition, time)).orElse(null);
        Content after =
                new Content(before.state(), before.timers(), due, failure, failingOf(partition, Optional.of(failure)));
        Document document = process.document();
        return new Document(document.key(), document.created(), document.updated(), JSON.write(after));
    }

    /** Processes of a partition that rest until a person has them tried again; at most {@code limit}. */
    List<Raw> resting(int partition, int limit) {
        DocumentCondition resting = new DocumentCondition.Equal(FAILING, FieldValue.of(failingOf(partition, true)));
        DocumentQuery query = DocumentQuery.of(collection, limit).where(resting);
        return store.query(query).documents().stream()
                .map(document -> new Raw(document, contentOf(document)))
                .toList();
    }

    List<Failing> failing(int limit) {
        return store.query(ofFailing(limit)).documents().stream()
                .flatMap(document -> Stream.ofNullable(contentOf(document).failure())
                        .map(failure -> new Failing(document.key(), failure)))
                .toList();
    }

    long countFailing(int atMost) {
        return store.count(ofFailing(1), atMost).documents();
    }

    /** Those that rest come first in each partition. */
    private DocumentQuery ofFailing(int limit) {
        DocumentCondition all = new DocumentCondition.Range(FAILING, Optional.of(FieldValue.of("")), Optional.empty());
        return DocumentQuery.of(collection, limit).where(all).orderedBy(DocumentOrder.by(FAILING));
    }

    private static @Nullable String failingOf(int partition, Optional<TimerFailure> failure) {
        return failure.filter(found -> found.attempts() > 0)
                .map(found -> failingOf(partition, found.retryAt().isEmpty()))
                .orElse(null);
    }

    private static String failingOf(int partition, boolean rests) {
        return String.format(Locale.ROOT, "%02d %s", partition, rests ? "rests" : "tried");
    }

    /** When the next process of a partition is to be looked at. */
    Optional<Instant> nextDue(int partition) {
        return find(partition, placeOf(partition + 1, Instant.EPOCH), 1).stream()
                .findFirst()
                .map(this::contentOf)
                .flatMap(content -> Optional.ofNullable(content.failure())
                        .flatMap(TimerFailure::retryAt)
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
        return failure.isPresent() ? due.flatMap(time -> failure.get().retryAt()) : due;
    }

    Document write(Stored<S> stored, int partition) {
        ProcessInstance<S> instance = stored.instance();
        StateForm.Kept state = manager.form().write(instance.state(), codec);
        requireReadable(instance.state());
        int limit = manager.settings().limits().stateBytes();
        int bytes = state.json().getBytes(StandardCharsets.UTF_8).length;
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
                stored.failure().orElse(null),
                failingOf(partition, stored.failure()));
        return new Document(instance.key(), stored.created(), stored.updated(), JSON.write(content));
    }

    /** The first of each record, since none may have been made up at the start. */
    private void requireReadable(S state) {
        if (state.getClass().isRecord() && !checked.contains(state.getClass())) {
            roundTrip.problemOf(state).ifPresent(problem -> {
                throw new ReactionFailedException("A state of " + manager + " cannot be kept: " + problem);
            });
            checked.add(state.getClass());
        }
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
        String whose = manager + " for key '" + document.key() + "'";
        S state = manager.form().read(content.state(), codec, whose);
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
