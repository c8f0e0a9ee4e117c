package dev.daybook.projection;

import dev.daybook.ConfigurationException;
import dev.daybook.event.RecordedEvent;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.IndexedField;
import dev.daybook.subscription.FailurePolicy;
import dev.daybook.subscription.SubscriptionSetup;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says how a {@link DocumentProjection} finds, keeps and makes its documents; {@link #fold} ends it. Not for use by many
 * threads.
 *
 * @param <D> document
 * @param <E> events
 */
public final class DocumentProjectionBuilder<D, E> {

    static final int DEFAULT_PARTITIONS = 4;

    private final String name;
    private final Class<D> documents;
    private final Class<E> events;
    private DocumentKeys<E> keys = DocumentKeys.ofStream();
    private List<IndexedField> indexes = new ArrayList<>();
    private int revision = 1;
    private WhenChanged whenChanged = WhenChanged.REBUILD;
    private @Nullable FailurePolicy onFailure;
    private OptionalInt partitions = OptionalInt.empty();
    private @Nullable DocumentStore readModels;
    private boolean inline;

    DocumentProjectionBuilder(String name, Class<D> documents, Class<E> events) {
        this.name = name;
        this.documents = documents;
        this.events = events;
    }

    private DocumentProjectionBuilder(DocumentProjectionBuilder<D, E> other) {
        this(other.name, other.documents, other.events);
        keys = other.keys;
        indexes = List.copyOf(other.indexes);
        revision = other.revision;
        whenChanged = other.whenChanged;
        onFailure = other.onFailure;
        partitions = other.partitions;
        readModels = other.readModels;
        inline = other.inline;
    }

    /** Keeps one document for each value of this pure function, instead of one for each stream's key. */
    public DocumentProjectionBuilder<D, E> keyedBy(Function<RecordedEvent<E>, String> key) {
        keys = DocumentKeys.<E>one(key).linked(keys.links());
        return this;
    }

    /**
     * Has an event change a document for each value of this pure function: any number, none included. All events are then
     * dealt with in order, in one partition, and at one that fails the projection stops, since later ones may depend on it.
     */
    public DocumentProjectionBuilder<D, E> keysBy(
            Function<RecordedEvent<E>, ? extends Collection<String>> severalKeys) {
        keys = DocumentKeys.<E>several(severalKeys).linked(keys.links());
        return this;
    }

    /**
     * Lets later events find the documents of such an event by a value that both know:
     *
     * <pre>{@code
     * .link("payment", PaymentRequested.class, PaymentRequested::paymentId)  // its key is that of the order
     * .follow("payment", PaymentSettled.class, PaymentSettled::paymentId)    // has nothing but the payment
     * }</pre>
     *
     * Links are kept beside the documents, in the same transactions. Order counts as with {@link #keysBy}.
     *
     * @param link any name without '/'; the same value in two links is two values
     */
    public <F extends E> DocumentProjectionBuilder<D, E> link(
            String link, Class<F> type, Function<? super F, String> value) {
        keys = keys.linked(keys.links().remembering(Links.Link.of(checked(link), type, value)));
        return this;
    }

    /** Has such an event change the documents that earlier ones have {@link #link linked} to its value; none if there are none. */
    public <F extends E> DocumentProjectionBuilder<D, E> follow(
            String link, Class<F> type, Function<? super F, String> value) {
        keys = keys.linked(keys.links().following(Links.Link.of(checked(link), type, value)));
        return this;
    }

    private String checked(String link) {
        if (link.isBlank() || link.indexOf('/') >= 0) {
            throw new ConfigurationException(
                    "Link '" + link + "' of projection " + name + " is no name: expected a text without '/'");
        }
        return link;
    }

    /**
     * Lets queries compare and order by these top-level text fields of the documents.
     *
     * @throws ConfigurationException if the documents are records without such a component
     */
    public DocumentProjectionBuilder<D, E> indexedBy(String... fields) {
        requireComponents(fields);
        Arrays.stream(fields).map(IndexedField::text).forEach(indexes::add);
        return this;
    }

    /**
     * Lets queries compare and order by these top-level fields, which are JSON numbers.
     *
     * @throws ConfigurationException if the documents are records without such a component
     */
    public DocumentProjectionBuilder<D, E> indexedByNumber(String... fields) {
        requireComponents(fields);
        Arrays.stream(fields).map(IndexedField::number).forEach(indexes::add);
        return this;
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

    /** To be raised when the fold gives other documents than before for the same events; 1 unless set. */
    public DocumentProjectionBuilder<D, E> revision(int number) {
        revision = number;
        return this;
    }

    /** What a start does that finds documents of another definition; {@link WhenChanged#REBUILD} unless set. */
    public DocumentProjectionBuilder<D, E> whenChanged(WhenChanged policy) {
        whenChanged = policy;
        return this;
    }

    /**
     * How many parts of the documents are made beside each other, a power of two; {@value #DEFAULT_PARTITIONS} unless set. A
     * projection with {@link #keysBy} or links has one.
     */
    public DocumentProjectionBuilder<D, E> partitions(int number) {
        SubscriptionSetup.named(name).partitions(number);
        partitions = OptionalInt.of(number);
        return this;
    }

    /**
     * What becomes of events that cannot be folded; parked after ten attempts unless set. With {@link #keysBy} or links, where
     * later events may depend on one that fails whatever they belong to, the projection stops instead, and cannot park.
     */
    public DocumentProjectionBuilder<D, E> onFailure(FailurePolicy policy) {
        onFailure = policy;
        return this;
    }

    /** Keeps the documents and how far they are in another database than the events. */
    public DocumentProjectionBuilder<D, E> readModels(DocumentStore store) {
        readModels = store;
        return this;
    }

    /**
     * Changes the documents in the transaction of each append, which is refused if that fails: whoever was answered reads what was
     * appended. The first start on a log that is there already returns when its events are folded. Other generations are made
     * beside appends, as of any projection.
     *
     * <p>Nodes with another definition, such as those of the next version while they take the place of these one by one, append
     * without it. What they append is in the documents with the next append of a node that has the definition of what serves, and
     * after about a second without one; {@link Documents#awaitPosition} on such a node waits for it. So it is with an append of a
     * node that has the definition, if it is made while another folds what was appended without it. What was appended so and cannot
     * be folded keeps nobody from appending or starting: the documents stay as they are before it, and the status says why.
     */
    public DocumentProjectionBuilder<D, E> inline() {
        inline = true;
        return this;
    }

    /** Makes documents by this pure function. */
    public DocumentProjection<D, E> fold(DocumentFold<D, E> fold) {
        return fold((key, current, recorded) -> fold.apply(current, recorded));
    }

    /** Makes documents by this pure function, which is told the key of the document. */
    public DocumentProjection<D, E> fold(KeyedDocumentFold<D, E> fold) {
        return new DocumentProjection<>(new DocumentProjectionBuilder<>(this), fold);
    }

    String name() {
        return name;
    }

    Class<D> documents() {
        return documents;
    }

    Class<E> events() {
        return events;
    }

    DocumentKeys<E> keys() {
        return keys;
    }

    List<IndexedField> indexes() {
        return indexes;
    }

    int revision() {
        return revision;
    }

    WhenChanged whenChanged() {
        return whenChanged;
    }

    Optional<FailurePolicy> onFailure() {
        return Optional.ofNullable(onFailure);
    }

    OptionalInt partitions() {
        return partitions;
    }

    Optional<DocumentStore> readModels() {
        return Optional.ofNullable(readModels);
    }

    boolean isInline() {
        return inline;
    }
}
