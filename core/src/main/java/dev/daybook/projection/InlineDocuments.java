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

/** The documents of a projection, for the store to change with every append. */
record InlineDocuments<D, E>(DocumentCollection collection, String fingerprint, DocumentFolding<D, E> folding)
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
    public DocumentChanges fold(int generation, List<StoredEvent> events, Map<String, Document> current) {
        return folding.fold(generation, events, current);
    }
}
