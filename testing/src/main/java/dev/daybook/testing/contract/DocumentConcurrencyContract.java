package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Documents written and read by several at one time. */
abstract class DocumentConcurrencyContract extends DocumentFixture {

    private static final DocumentCollection COLLECTION = DocumentCollection.of("orders");

    DocumentConcurrencyContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void of_all_who_write_from_the_same_checkpoint_one_succeeds() throws Exception {
        DocumentStore first = prepared(store());
        DocumentStore second = prepared(openAnother());
        for (int round = 0; round < 10; round++) {
            Position from = Position.of(round);
            List<Boolean> results = Together.run(6, i -> () -> {
                Document document = document("of-" + from + "-by-" + i, from.value(), "{}");
                return write(
                        i % 2 == 0 ? first : second,
                        batch(from.value(), from.value() + 1, List.of(document), Set.of()));
            });
            assertThat(Collections.frequency(results, true)).isEqualTo(1);
            String winner = "of-" + from + "-by-" + results.indexOf(true);
            assertThat(first.load("orders", 1, keysOf(from)).keySet()).containsExactly(winner);
        }
        assertThat(checkpoint(first)).isEqualTo(Position.of(10));
    }

    @Test
    void a_reader_sees_a_batch_whole_or_not_at_all() throws Exception {
        DocumentStore writer = prepared(store());
        DocumentStore reader = prepared(openAnother());
        write(writer, batch(0, 1, twins(1), Set.of()));
        AtomicBoolean written = new AtomicBoolean();
        Callable<Integer> writing = () -> {
            try {
                for (int i = 1; i < 60; i++) {
                    assertThat(write(writer, batch(i, i + 1L, twins(i + 1), Set.of())))
                            .isTrue();
                }
                return 60;
            } finally {
                written.set(true);
            }
        };
        Callable<Integer> reading = () -> {
            int reads = 0;
            for (; reads == 0 || !written.get(); reads++) {
                Map<String, Document> twins = reader.load("orders", 1, Set.of("a", "b"));
                assertThat(twins).hasSize(2);
                assertThat(twins.values().stream().map(Document::data).distinct())
                        .as("what both twins hold")
                        .hasSize(1);
            }
            return reads;
        };
        assertThat(Together.run(List.of(writing, reading))).allMatch(count -> count > 0);
        assertThat(reader.load("orders", 1, Set.of("a", "b")).values()).containsExactlyInAnyOrderElementsOf(twins(60));
    }

    private static DocumentStore prepared(EventStore store) {
        return prepared(store, COLLECTION);
    }

    private static List<Document> twins(int number) {
        String data = "{\"number\":" + number + "}";
        return List.of(document("a", number, data), document("b", number, data));
    }

    private static Set<String> keysOf(Position from) {
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < 6; i++) {
            keys.add("of-" + from + "-by-" + i);
        }
        return keys;
    }
}
