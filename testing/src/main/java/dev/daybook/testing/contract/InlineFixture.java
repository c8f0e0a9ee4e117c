package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.Document;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Generation;
import dev.daybook.store.Generations;
import dev.daybook.store.InlineAttachment;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.SubscriptionStore;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What the tests of inline read models have in common. */
abstract class InlineFixture extends StoreFixture {

    static final String COUNTS = "counts";

    static final String DEFINITION = "counting";

    final CountingReadModel counts = new CountingReadModel(COUNTS, DEFINITION);

    InlineFixture(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    /** Attaches a read model as a context does: with a generation, and caught up. */
    static InlineAttachment attach(EventStore to, CountingReadModel model) {
        Generations generations = to.documents().generations();
        String collection = model.collection().name();
        if (generations.list(collection).isEmpty()) {
            generations.begin(model.collection(), model.fingerprint());
        }
        generations.list(collection).forEach(row -> to.documents().prepare(model.collection(), row.number()));
        InlineAttachment attachment = to.attach(model);
        attachment.catchUp();
        return attachment;
    }

    /** An append of an event for each name. */
    final Commit naming(StreamId stream, String... names) {
        return Commit.append(
                stream,
                ExpectedVersion.any(),
                Arrays.stream(names)
                        .map(name -> CountingReadModel.naming(samples.id(), name))
                        .toArray(SerializedEvent[]::new));
    }

    final Map<String, Document> counted(EventStore in, String... keys) {
        return in.documents().load(COUNTS, 1, Set.of(keys));
    }

    final void assertCount(String key, int count) {
        assertThat(counted(store(), key).get(key))
                .as("document " + key)
                .satisfies(document ->
                        assertThat(CountingReadModel.count(document)).isEqualTo(count));
    }

    /** Up to where the read model has followed the log. */
    final Position followed() {
        return store().subscriptions()
                .find(Generation.subscription(COUNTS, 1))
                .map(SubscriptionStore.Known::position)
                .orElse(Position.START);
    }
}
