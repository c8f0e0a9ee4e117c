package dev.daybook.projection;

import dev.daybook.DaybookException;
import dev.daybook.event.EventCatalog;
import dev.daybook.event.EventCodec;
import dev.daybook.event.RecordedEvent;
import dev.daybook.projection.FoldState.Linked;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.EventFilter;
import dev.daybook.store.StoredEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What stored events make of the documents of a projection: the same whether documents are followed, made anew, verified, or
 * changed with each append. Pure but for the documents it is given. Safe for use by many threads.
 *
 * @param <D> document
 * @param <E> events
 */
public final class DocumentFolding<D, E> {

    private final DocumentProjection<D, E> projection;
    private final EventCatalog catalog;
    private final EventCodec codec;
    private final EventFilter filter;
    private final EventFolding<D, E> fold;

    public DocumentFolding(DocumentProjection<D, E> projection, EventCatalog catalog, EventCodec codec) {
        this.projection = projection;
        this.catalog = catalog;
        this.codec = codec;
        this.filter = projection.filter(catalog);
        this.fold = new EventFolding<>(projection);
    }

    /** The events that documents are made from. */
    public EventFilter filter() {
        return filter;
    }

    /** The key by which events must stay in order: that of the document, or one for all where an event may have several. */
    public String orderKeyOf(StoredEvent event) {
        return switch (projection.keys().kind()) {
            case STREAM -> projection.keys().areIndependent() ? event.stream().key() : projection.name();
            case ONE, SEVERAL ->
                projection.keys().areIndependent()
                        ? fold.ownKeys(recorded(event)).iterator().next()
                        : projection.name();
        };
    }

    /**
     * The keys of the documents that these events change.
     *
     * @throws ProjectionFailedException if an event's keys cannot be found
     * @throws IllegalStateException if the projection has links, whose documents would have to be loaded first
     */
    public Set<String> keysOf(List<StoredEvent> events) {
        requireNoLinks();
        Set<String> keys = new LinkedHashSet<>();
        for (StoredEvent event : events) {
            if (filter.accepts(event)) {
                keys.addAll(fold.ownKeys(recorded(event)));
            }
        }
        return keys;
    }

    /**
     * What the events, in order, make of the documents.
     *
     * @param current the documents of {@link #keysOf} that there are, as the events before have left them
     * @throws ProjectionFailedException if an event cannot be folded; names the event and the key
     * @throws IllegalStateException if the projection has links
     */
    public DocumentChanges fold(int generation, List<StoredEvent> events, Map<String, Document> current) {
        requireNoLinks();
        FoldState<D> state = newState((collection, keys) -> current);
        List<DocumentChanges> changes = fold(generation, events, state);
        return changes.isEmpty()
                ? new DocumentChanges(projection.name(), generation, List.of(), Set.of())
                : changes.getFirst();
    }

    private void requireNoLinks() {
        if (!projection.keys().links().isEmpty()) {
            throw new IllegalStateException("Projection " + projection.name() + " has links, so the keys of an event"
                    + " cannot be told from it alone: follow the log with it instead of folding with each append");
        }
    }

    FoldState<D> newState(DocumentSource source) {
        return new FoldState<>(projection, codec, source);
    }

    /** What the events make of the documents that the state knows or finds; the state knows the result afterwards. */
    List<DocumentChanges> fold(int generation, List<StoredEvent> events, FoldState<D> state) {
        Set<String> links = new LinkedHashSet<>();
        Set<String> keys = foldInto(state, events, key -> true, links);
        List<DocumentChanges> changes = new ArrayList<>();
        if (!keys.isEmpty()) {
            changes.add(changes(generation, keys, state));
        }
        if (!links.isEmpty()) {
            changes.add(linkChanges(generation, links, state));
        }
        return changes;
    }

    /**
     * Folds the events into the documents that the state knows or finds, those left out that are not wanted.
     *
     * @param changedLinks gets the values of the links that have changed
     * @return the keys of the documents that were folded into
     */
    Set<String> foldInto(
            FoldState<D> state, List<StoredEvent> events, Predicate<String> wanted, Set<String> changedLinks) {
        List<RecordedEvent<E>> own = new ArrayList<>(events.size());
        for (StoredEvent event : events) {
            if (filter.accepts(event)) {
                own.add(recorded(event));
            }
        }
        return fold.foldInto(state, own, wanted, changedLinks);
    }

    private RecordedEvent<E> recorded(StoredEvent stored) {
        try {
            return new RecordedEvent<>(
                    projection.events().cast(catalog.read(stored).event()), stored);
        } catch (DaybookException e) {
            throw ProjectionFailedException.of(projection.name(), stored, "an event of " + projection.events(), e);
        }
    }

    private DocumentChanges changes(int generation, Set<String> keys, FoldState<D> state) {
        List<Document> puts = new ArrayList<>(keys.size());
        Set<String> deletes = new HashSet<>();
        for (String key : keys) {
            Current<D> current = state.document(key);
            D value = current.value();
            if (value == null) {
                deletes.add(key);
            } else {
                puts.add(current.toDocument(key, codec.write(value)));
            }
        }
        return new DocumentChanges(projection.name(), generation, puts, deletes);
    }

    private DocumentChanges linkChanges(int generation, Set<String> values, FoldState<D> state) {
        List<Document> puts = new ArrayList<>(values.size());
        for (String value : values) {
            Current<Linked> link = state.link(value);
            puts.add(link.toDocument(value, codec.write(Objects.requireNonNull(link.value()))));
        }
        return new DocumentChanges(projection.collection().links(), generation, puts, Set.of());
    }

    /** The document as it would be stored. */
    Document toDocument(String key, Current<D> current) {
        return current.toDocument(key, codec.write(Objects.requireNonNull(current.value())));
    }
}
