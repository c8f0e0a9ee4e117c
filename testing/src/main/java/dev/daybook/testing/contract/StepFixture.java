package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Claim;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What the tests of commits that move checkpoints and change documents have in common. */
abstract class StepFixture extends CommandFixture {

    static final DocumentCollection STEPS = DocumentCollection.of("steps");
    static final DocumentCollection OTHER = DocumentCollection.of("other-steps");
    static final String SUBSCRIPTION = "stepping";

    StepFixture(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    /** A store that knows the collection, and the subscription with so many partitions. */
    final EventStore prepared(EventStore store, int partitions) {
        store.documents().prepare(STEPS, 1);
        store.subscriptions().begin(SUBSCRIPTION, partitions, Position.START);
        return store;
    }

    static Progress step(int partition, long from, long to) {
        return new Progress(new Claim(SUBSCRIPTION, partition, 0), Position.of(from), Position.of(to));
    }

    static DocumentChanges put(String key, String data) {
        return new DocumentChanges(STEPS.name(), 1, List.of(document(key, data)), Set.of());
    }

    static Document document(String key, String data) {
        return new Document(key, Position.of(1), Position.of(1), data);
    }

    final void assertCheckpoint(int partition, long position) {
        assertThat(store().subscriptions()
                        .find(SUBSCRIPTION)
                        .map(known -> known.checkpoints().get(partition).value()))
                .as("position of the checkpoint")
                .isEqualTo(Optional.of(position));
    }

    final Map<String, Document> documents(String... keys) {
        return store().documents().load(STEPS.name(), 1, Set.of(keys));
    }
}
