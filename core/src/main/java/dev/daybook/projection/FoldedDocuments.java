package dev.daybook.projection;

import dev.daybook.DaybookException;
import dev.daybook.event.EventCatalog;
import dev.daybook.event.EventCodec;
import dev.daybook.event.RecordedEvent;
import dev.daybook.event.UnreadableEventException;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentBatch;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoredEvent;
import dev.daybook.subscription.SubscriptionHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Folds a page of events into the documents that they belong to: one read and one transaction a page. */
final class FoldedDocuments<D, E> implements SubscriptionHandler {

    private final DocumentProjection<D, E> projection;
    private final DocumentStore store;
    private final EventCatalog catalog;
    private final EventCodec codec;

    FoldedDocuments(DocumentProjection<D, E> projection, DocumentStore store, EventCatalog catalog, EventCodec codec) {
        this.projection = projection;
        this.store = store;
        this.catalog = catalog;
        this.codec = codec;
    }

    /** A document while a page is folded; its value is null when there is none. */
    private static final class Current<D> {
        private @Nullable D value;
        private Position created = Position.START;
        private Position updated = Position.START;
    }

    @Override
    public Position checkpoint() {
        return store.checkpoint(projection.name());
    }

    @Override
    public boolean handle(Position from, List<StoredEvent> events) {
        try {
            return fold(from, events);
        } catch (StoreUnavailableException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            if (events.size() > 1) {
                return handleOneByOne(from, events);
            }
            throw e instanceof ProjectionFailedException named ? named : failed(events.getFirst(), "", e);
        }
    }

    /** So that an event that fails holds up nothing but itself and what follows it. */
    private boolean handleOneByOne(Position from, List<StoredEvent> events) {
        Position position = from;
        for (StoredEvent event : events) {
            if (!handle(position, List.of(event))) {
                return false;
            }
            position = event.position();
        }
        return true;
    }

    private boolean fold(Position from, List<StoredEvent> events) {
        List<RecordedEvent<E>> own = ownEvents(events);
        Map<String, Current<D>> documents = load(own);
        for (RecordedEvent<E> recorded : own) {
            fold(recorded, documents);
        }
        return store.write(batch(from, events.getLast().position(), documents));
    }

    private List<RecordedEvent<E>> ownEvents(List<StoredEvent> events) {
        List<RecordedEvent<E>> own = new ArrayList<>();
        for (StoredEvent stored : events) {
            Class<?> type = catalog.classOf(stored.type());
            if (type == null || projection.events().isAssignableFrom(type)) {
                RecordedEvent<?> recorded = catalog.read(stored);
                own.add(new RecordedEvent<>(projection.events().cast(recorded.event()), stored));
            }
        }
        return own;
    }

    private Map<String, Current<D>> load(List<RecordedEvent<E>> events) {
        Set<String> keys = new HashSet<>();
        events.forEach(recorded -> keys.add(key(recorded)));
        Map<String, Current<D>> documents = new HashMap<>();
        store.load(projection.name(), keys).forEach((key, document) -> documents.put(key, read(document)));
        return documents;
    }

    private Current<D> read(Document document) {
        Current<D> current = new Current<>();
        try {
            current.value = codec.read(document.data(), projection.documents());
        } catch (RuntimeException e) {
            throw new UnreadableEventException(
                    "document " + document.key() + ", last changed at position " + document.updated()
                            + ", cannot be read: " + e.getMessage(),
                    e);
        }
        current.created = document.created();
        current.updated = document.updated();
        return current;
    }

    private String key(RecordedEvent<E> recorded) {
        try {
            return Objects.requireNonNull(projection.keyOf(recorded), "its key is null");
        } catch (RuntimeException | Error e) {
            throw failed(recorded.stored(), ", into its key", e);
        }
    }

    private void fold(RecordedEvent<E> recorded, Map<String, Current<D>> documents) {
        String key = key(recorded);
        Current<D> current = documents.computeIfAbsent(key, none -> new Current<>());
        D before = current.value;
        try {
            current.value = projection.fold().apply(before, recorded);
        } catch (RuntimeException | Error e) {
            throw failed(recorded.stored(), ", into document " + key, e);
        }
        if (before == null) {
            current.created = recorded.position();
        }
        current.updated = recorded.position();
    }

    private ProjectionFailedException failed(StoredEvent event, String where, Throwable cause) {
        return new ProjectionFailedException(
                "Projection " + projection.name() + " failed to fold event "
                        + event.type().name() + " ("
                        + event.id() + ") at position " + event.position() + ", version " + event.version()
                        + " of stream " + event.stream() + where + "; it stays before this event and tries again: "
                        + (cause instanceof DaybookException ? cause.getMessage() : cause),
                cause);
    }

    private DocumentBatch batch(Position from, Position to, Map<String, Current<D>> documents) {
        Map<String, Document> puts = new LinkedHashMap<>();
        Set<String> deletes = new HashSet<>();
        documents.forEach((key, current) -> {
            if (current.value == null) {
                deletes.add(key);
            } else {
                puts.put(key, new Document(key, current.created, current.updated, codec.write(current.value)));
            }
        });
        return new DocumentBatch(projection.name(), from, to, List.copyOf(puts.values()), deletes);
    }
}
