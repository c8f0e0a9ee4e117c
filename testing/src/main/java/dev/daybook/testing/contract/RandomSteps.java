package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Claim;
import dev.daybook.store.Commit;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes random commits steps of a subscription, most of which fit, and compares what they have done. */
final class RandomSteps {

    private static final DocumentCollection COLLECTION = DocumentCollection.of("random-steps");
    private static final String SUBSCRIPTION = "random-stepping";
    private static final int PARTITIONS = 2;
    private static final int KEYS = 5;

    private final Random random;
    private final EventStore model;

    RandomSteps(Random random, EventStore model) {
        this.random = random;
        this.model = model;
    }

    static void prepare(EventStore store) {
        store.documents().prepare(COLLECTION, 1);
        store.subscriptions().begin(SUBSCRIPTION, PARTITIONS, Position.START);
    }

    /** Some of the commits as steps. */
    List<Commit> addedTo(List<Commit> list) {
        return list.stream()
                .map(commit -> random.nextInt(3) == 0 ? commit.with(progress(), changes()) : commit)
                .toList();
    }

    private Progress progress() {
        int partition = random.nextInt(PARTITIONS);
        Position at = model.subscriptions()
                .find(SUBSCRIPTION)
                .orElseThrow()
                .checkpoints()
                .get(partition);
        Position from = random.nextInt(6) == 0 ? at.plus(1) : at;
        int epoch = random.nextInt(20) == 0 ? 1 : 0;
        return new Progress(new Claim(SUBSCRIPTION, partition, epoch), from, from.plus(random.nextInt(3)));
    }

    private DocumentChanges changes() {
        String data = random.nextInt(20) == 0 ? "{no JSON" : "{\"number\": " + random.nextInt() + "}";
        Document put = new Document(key(), Position.of(1), Position.of(2), data);
        Set<String> deletes = new HashSet<>(random.nextBoolean() ? Set.of(key()) : Set.of());
        deletes.remove(put.key());
        return new DocumentChanges(COLLECTION.name(), 1, List.of(put), deletes);
    }

    private String key() {
        return "key-" + random.nextInt(KEYS);
    }

    /** What a store holds must be what the model holds. */
    void compare(String place, EventStore store) {
        assertThat(store.subscriptions().find(SUBSCRIPTION).orElseThrow().checkpoints())
                .as(place)
                .isEqualTo(
                        model.subscriptions().find(SUBSCRIPTION).orElseThrow().checkpoints());
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add("key-" + i);
        }
        assertThat(store.documents().load(COLLECTION.name(), 1, keys))
                .as(place)
                .isEqualTo(model.documents().load(COLLECTION.name(), 1, keys));
    }
}
