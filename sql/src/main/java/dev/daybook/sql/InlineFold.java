package dev.daybook.sql;

import dev.daybook.DaybookException;
import dev.daybook.store.CommitResult;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.StoredEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Folds batches of events into the documents of one read model: documents are read once and written once for all batches. A
 * batch that cannot be folded changes nothing, and the others go on.
 */
final class InlineFold {

    private final InlineReadModel model;
    private final int generation;
    private final Map<Integer, DaybookException> failures = new HashMap<>();

    InlineFold(InlineReadModel model, int generation) {
        this.model = model;
        this.generation = generation;
    }

    /** Why batches could not be folded, by their indexes; in that case the transaction must not be committed. */
    Map<Integer, DaybookException> failures() {
        return failures;
    }

    /** The answers to the commits whose events are the batches that failed, where the first one's are those at an index. */
    Map<Integer, CommitResult> refusals(int first) {
        Map<Integer, CommitResult> refusals = new HashMap<>();
        failures.forEach((index, error) -> refusals.put(index - first, new CommitResult.Failed(error)));
        return refusals;
    }

    void fold(Connection connection, DocumentTables tables, List<List<StoredEvent>> batches) throws SQLException {
        List<List<StoredEvent>> wanted = batches.stream().map(this::wanted).toList();
        Set<String> keys = keysOf(wanted);
        if (keys.isEmpty()) {
            return;
        }
        Map<String, Document> documents =
                new HashMap<>(tables.load(connection, model.collection().name(), generation, keys));
        MergedChanges merged = new MergedChanges();
        for (int i = 0; i < wanted.size(); i++) {
            List<StoredEvent> events = wanted.get(i);
            if (!events.isEmpty() && !failures.containsKey(i)) {
                fold(i, events, documents, merged);
            }
        }
        if (failures.isEmpty()) {
            merged.write(connection, tables);
        }
    }

    private List<StoredEvent> wanted(List<StoredEvent> events) {
        List<StoredEvent> wanted = new ArrayList<>(events.size());
        for (StoredEvent event : events) {
            if (model.filter().accepts(event)) {
                wanted.add(event);
            }
        }
        return wanted;
    }

    private Set<String> keysOf(List<List<StoredEvent>> batches) {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < batches.size(); i++) {
            try {
                if (!batches.get(i).isEmpty()) {
                    keys.addAll(model.keysOf(batches.get(i)));
                }
            } catch (RuntimeException | Error e) { // whatever users' code throws refuses its own append only
                failures.put(i, named(e, batches.get(i)));
            }
        }
        return keys;
    }

    private void fold(int index, List<StoredEvent> events, Map<String, Document> documents, MergedChanges merged) {
        DocumentChanges changes;
        try {
            changes = model.fold(generation, events, documents);
        } catch (RuntimeException | Error e) {
            failures.put(index, named(e, events));
            return;
        }
        merged.add(changes);
        changes.puts().forEach(document -> documents.put(document.key(), document));
        documents.keySet().removeAll(changes.deletes());
    }

    private DaybookException named(Throwable error, List<StoredEvent> events) {
        if (error instanceof DaybookException own) {
            return own;
        }
        StoredEvent first = events.getFirst();
        return new InvalidEventException(
                model.title() + " failed to fold the events of an append to stream " + first.stream()
                        + ", from version " + first.version() + " ("
                        + first.type().name() + ") on; nothing of it was stored: " + error,
                error);
    }
}
