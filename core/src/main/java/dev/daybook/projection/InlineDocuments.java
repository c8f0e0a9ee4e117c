package dev.daybook.projection;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.EventFilter;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.StoredEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One generation of the documents of a projection, for the store to keep up to date. */
record InlineDocuments<D, E>(DocumentCollection collection, DocumentFolding<D, E> folding, int generation)
        implements InlineReadModel {

    @Override
    public EventFilter filter() {
        return folding.filter();
    }

    @Override
    public Set<String> keysOf(List<StoredEvent> events) {
        return folding.keysOf(events);
    }

    @Override
    public DocumentChanges fold(List<StoredEvent> events, Map<String, Document> current) {
        return folding.fold(generation, events, current);
    }
}
