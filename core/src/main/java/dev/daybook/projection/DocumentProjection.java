package dev.daybook.projection;

import dev.daybook.ConfigurationException;
import dev.daybook.event.RecordedEvent;
import dev.daybook.store.DocumentCollection;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A read model of documents, each the fold of the events of one key. The library keeps the documents, and up to where it has
 * read the log, in one table and one transaction. Immutable.
 *
 * <pre>{@code
 * DocumentProjection.named("order-list")
 *     .documents(OrderSummary.class)
 *     .of(OrderEvent.class)
 *     .indexedBy("customerId", "status")
 *     .fold((current, recorded) -> switch (recorded.event()) { … })
 * }</pre>
 *
 * @param <D> document, a type that the codec writes as a JSON object
 * @param <E> events that it is made from; all others are passed over
 */
public final class DocumentProjection<D, E> {

    private final DocumentCollection collection;
    private final Class<D> documents;
    private final Class<E> events;
    private final Function<RecordedEvent<E>, String> key;
    private final DocumentFold<D, E> fold;

    private DocumentProjection(Keyed<D, E> parts, DocumentFold<D, E> fold) {
        this.collection = new DocumentCollection(parts.name, parts.indexes);
        this.documents = parts.documents;
        this.events = parts.events;
        this.key = parts.key;
        this.fold = fold;
    }

    /** Begins a projection; the name is that of its collection, see {@link DocumentCollection}. */
    public static Named named(String name) {
        return new Named(new DocumentCollection(name, List.of()).name());
    }

    public String name() {
        return collection.name();
    }

    public DocumentCollection collection() {
        return collection;
    }

    public Class<D> documents() {
        return documents;
    }

    public Class<E> events() {
        return events;
    }

    /** The key of the document that the event belongs to. */
    public String keyOf(RecordedEvent<E> recorded) {
        return key.apply(recorded);
    }

    public DocumentFold<D, E> fold() {
        return fold;
    }

    /** A projection whose documents are to be given. */
    public static final class Named {

        private final String name;

        private Named(String name) {
            this.name = name;
        }

        public <D> WithDocuments<D> documents(Class<D> type) {
            return new WithDocuments<>(name, type);
        }
    }

    /** A projection whose events are to be given. */
    public static final class WithDocuments<D> {

        private final String name;
        private final Class<D> documents;

        private WithDocuments(String name, Class<D> documents) {
            this.name = name;
            this.documents = documents;
        }

        /** Makes the documents from the events of this type and the types below it. */
        public <E> Keyed<D, E> of(Class<E> events) {
            return new Keyed<>(this, events, recorded -> recorded.stream().key(), List.of());
        }
    }

    /** A projection whose fold is to be given. */
    public static final class Keyed<D, E> {

        private final String name;
        private final Class<D> documents;
        private final Class<E> events;
        private final Function<RecordedEvent<E>, String> key;
        private final List<String> indexes;

        private Keyed(
                WithDocuments<D> parts, Class<E> events, Function<RecordedEvent<E>, String> key, List<String> indexes) {
            this.name = parts.name;
            this.documents = parts.documents;
            this.events = events;
            this.key = key;
            this.indexes = indexes;
        }

        /** Keeps one document for each value of this function, instead of one for each stream's key. */
        public Keyed<D, E> keyedBy(Function<RecordedEvent<E>, String> newKey) {
            return new Keyed<>(new WithDocuments<>(name, documents), events, newKey, indexes);
        }

        /**
         * Lets queries compare these top-level fields of the documents.
         *
         * @throws ConfigurationException if the documents are records without such a component
         */
        public Keyed<D, E> indexedBy(String... fields) {
            requireComponents(fields);
            return new Keyed<>(new WithDocuments<>(name, documents), events, key, List.of(fields));
        }

        public DocumentProjection<D, E> fold(DocumentFold<D, E> fold) {
            return new DocumentProjection<>(this, fold);
        }

        private void requireComponents(String... fields) {
            if (!documents.isRecord()) {
                return;
            }
            List<String> components = Arrays.stream(documents.getRecordComponents())
                    .map(RecordComponent::getName)
                    .toList();
            for (String field : fields) {
                if (!components.contains(field)) {
                    throw new ConfigurationException("Indexed field '" + field + "' of projection " + name
                            + " is no component of " + documents.getName() + ", there are " + components);
                }
            }
        }
    }
}
