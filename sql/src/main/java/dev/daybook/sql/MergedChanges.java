package dev.daybook.sql;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Changes of documents made one after another, gathered to be written by set; of each document the last one counts. */
final class MergedChanges {

    private record Target(String collection, int generation) {}

    private static final class Changed {
        private final Map<String, Document> puts = new LinkedHashMap<>();
        private final Set<String> deletes = new HashSet<>();
    }

    private final Map<Target, Changed> targets = new LinkedHashMap<>();

    void add(DocumentChanges changes) {
        Changed changed = targets.computeIfAbsent(
                new Target(changes.collection(), changes.generation()), target -> new Changed());
        for (Document document : changes.puts()) {
            changed.deletes.remove(document.key());
            changed.puts.put(document.key(), document);
        }
        for (String key : changes.deletes()) {
            changed.puts.remove(key);
            changed.deletes.add(key);
        }
    }

    void write(Connection connection, DocumentTables tables) throws SQLException {
        for (Map.Entry<Target, Changed> entry : targets.entrySet()) {
            Target target = entry.getKey();
            Changed changed = entry.getValue();
            if (!changed.puts.isEmpty() || !changed.deletes.isEmpty()) {
                tables.change(
                        connection,
                        new DocumentChanges(
                                target.collection(),
                                target.generation(),
                                List.copyOf(changed.puts.values()),
                                changed.deletes));
            }
        }
    }
}
