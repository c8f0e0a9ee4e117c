package dev.daybook.projection;

import dev.daybook.ConfigurationException;
import dev.daybook.aggregate.StateShape;
import dev.daybook.event.EventCatalog;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.EventFilter;
import dev.daybook.store.EventType;
import dev.daybook.store.PayloadHash;
import dev.daybook.subscription.FailurePolicy;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A read model of documents, each the fold of the events that belong to it. The library keeps the documents, and up to where
 * it has read the log, in one transaction. Immutable.
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
public final class DocumentProjection<D, E> implements Projection {

    private final DocumentProjectionBuilder<D, E> parts;
    private final KeyedDocumentFold<D, E> fold;
    private final DocumentCollection collection;

    /** The builder is not changed after this. */
    DocumentProjection(DocumentProjectionBuilder<D, E> parts, KeyedDocumentFold<D, E> fold) {
        this.parts = parts;
        this.fold = fold;
        this.collection = new DocumentCollection(
                parts.name(), parts.indexes(), !parts.keys().links().isEmpty());
        if (!parts.keys().areIndependent() && parts.partitions().orElse(1) != 1) {
            throw new ConfigurationException("Projection " + name()
                    + " finds the documents of an event by keysBy or links, so it deals with all events in order: it has one"
                    + " partition, found " + parts.partitions().getAsInt());
        }
        if (!parts.keys().areIndependent()
                && parts.onFailure().filter(DocumentProjection::isParking).isPresent()) {
            throw new ConfigurationException("Projection " + name()
                    + " finds the documents of an event by keysBy or links, so all events after one that fails would have to wait"
                    + " for it, found onFailure PARK: expected STOP, or SKIP to leave out what fails");
        }
        if (parts.isInline()) {
            requireFitForInline();
        }
    }

    private static boolean isParking(FailurePolicy policy) {
        return policy.action() == FailurePolicy.Action.PARK;
    }

    private void requireFitForInline() {
        if (parts.readModels().isPresent()) {
            throw new ConfigurationException(
                    "Projection " + name() + " is inline, so its documents change in the transaction of"
                            + " each append: keep them in the store of the events, without readModels(…)");
        }
        if (!keys().links().isEmpty()) {
            throw new ConfigurationException(
                    "Projection " + name() + " is inline and has links, which only a projection that"
                            + " follows the log can have: leave out one of them");
        }
    }

    /** Begins a projection; the name is that of its collection, see {@link DocumentCollection}. */
    public static Named named(String name) {
        return new Named(DocumentCollection.of(name).name());
    }

    @Override
    public String name() {
        return parts.name();
    }

    public DocumentCollection collection() {
        return collection;
    }

    public Class<D> documents() {
        return parts.documents();
    }

    @Override
    public Class<E> events() {
        return parts.events();
    }

    public KeyedDocumentFold<D, E> fold() {
        return fold;
    }

    public WhenChanged whenChanged() {
        return parts.whenChanged();
    }

    /** What becomes of events that cannot be folded, if it was said. */
    public Optional<FailurePolicy> onFailure() {
        return parts.onFailure();
    }

    /** Whether an event that cannot be folded holds up no others but those of its document. */
    boolean hasIndependentKeys() {
        return parts.keys().areIndependent();
    }

    /** Where the documents are kept, if not beside the events. */
    public Optional<DocumentStore> readModels() {
        return parts.readModels();
    }

    /** Whether the documents change in the transaction of each append. */
    public boolean isInline() {
        return parts.isInline();
    }

    /** How many parts of the documents are made beside each other. */
    public int partitions() {
        return parts.partitions().orElse(keys().areIndependent() ? DocumentProjectionBuilder.DEFAULT_PARTITIONS : 1);
    }

    DocumentKeys<E> keys() {
        return parts.keys();
    }

    /** The stored events that it is made from. */
    public EventFilter filter(EventCatalog catalog) {
        return EventFilter.types(
                catalog.typesBelow(events()).stream().map(EventType::name).collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Tells definitions apart by what they say of themselves: their revision, the shape of the documents, the types of the
     * events, how keys are found and the number of partitions. It cannot see what a fold does.
     */
    public String fingerprint(EventCatalog catalog) {
        Set<String> types = new TreeSet<>();
        catalog.typesBelow(events()).forEach(type -> types.add(type.name() + " " + type.revision()));
        return PayloadHash.of(
                        "projection",
                        String.join(
                                "\n",
                                StateShape.of(documents(), parts.revision()),
                                types.toString(),
                                keys().shape(),
                                isInline() ? "inline" : String.valueOf(partitions())))
                .hex();
    }

    @Override
    public GeneratedReadModel open(Projections.Setup setup) {
        return new DocumentGenerations<>(this, setup, readModels().orElseGet(setup.store()::documents));
    }

    @Override
    public String toString() {
        return "projection " + name();
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
        public <E> DocumentProjectionBuilder<D, E> of(Class<E> events) {
            return new DocumentProjectionBuilder<>(name, documents, events);
        }
    }
}
