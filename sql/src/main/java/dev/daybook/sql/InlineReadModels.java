package dev.daybook.sql;

import dev.daybook.ConfigurationException;
import dev.daybook.store.InlineReadModel;
import java.util.Collection;
import java.util.concurrent.ConcurrentSkipListMap;

/** The read models that appends through this store carry along. Safe for use by many threads. */
final class InlineReadModels {

    private final DocumentTables tables;
    private final Dialect dialect;
    private final ConcurrentSkipListMap<String, Attached> attached = new ConcurrentSkipListMap<>();

    InlineReadModels(DocumentTables tables, Dialect dialect) {
        this.tables = tables;
        this.dialect = dialect;
    }

    /** A read model, and where appends have found that it does not get on. Safe for use by many threads. */
    final class Attached {

        private final InlineReadModel model;
        private volatile int known;
        private volatile InlineCheckpoints.At stuck = new InlineCheckpoints.At("", 0);

        private Attached(InlineReadModel model) {
            this.model = model;
        }

        InlineReadModel model() {
            return model;
        }

        /** A fold into a generation, whose tables need not have been prepared here. */
        InlineFold fold(int generation) {
            if (known != generation) {
                tables.add(new CollectionTable(model.collection(), generation, dialect));
                known = generation;
            }
            return new InlineFold(model, generation);
        }

        boolean isStuckAt(InlineCheckpoints.At at) {
            return stuck.equals(at);
        }

        void stuckAt(InlineCheckpoints.At at) {
            stuck = at;
        }
    }

    Collection<Attached> attached() {
        return attached.values();
    }

    /** @throws ConfigurationException if one of its collection is attached */
    Attached add(InlineReadModel model) {
        Attached added = new Attached(model);
        if (attached.putIfAbsent(model.collection().name(), added) != null) {
            throw new ConfigurationException(
                    model.title() + " is attached to this store already: close that attachment first");
        }
        return added;
    }

    void remove(Attached removed) {
        attached.remove(removed.model().collection().name(), removed);
    }
}
