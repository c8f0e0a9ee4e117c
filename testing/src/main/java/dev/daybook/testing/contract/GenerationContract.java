package dev.daybook.testing.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.Document;
import dev.daybook.store.DocumentCollection;
import dev.daybook.store.DocumentQuery;
import dev.daybook.store.DocumentStore;
import dev.daybook.store.Generation;
import dev.daybook.store.Generation.State;
import dev.daybook.store.Generations;
import dev.daybook.store.Position;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Collections are made anew beside those that serve. */
abstract class GenerationContract extends DocumentFixture {

    private static final DocumentCollection COLLECTION = DocumentCollection.of(ORDERS, "status");

    private DocumentStore documents;
    private Generations generations;

    @SuppressWarnings("NullAway.Init") // by prepare, before each test
    GenerationContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @BeforeEach
    void prepare() {
        documents = store().documents();
        generations = documents.generations();
    }

    @Test
    void the_first_generation_serves_from_the_beginning() {
        assertThat(generations.list(ORDERS)).isEmpty();
        Generation first = generations.begin(COLLECTION, "print");
        assertThat(first.number()).isEqualTo(1);
        assertThat(first.state()).isEqualTo(State.SERVING);
        assertThat(first.fingerprint()).isEqualTo("print");
        assertThat(first.throttle()).isZero();
        assertThat(generations.list(ORDERS)).containsExactly(first);
        assertThat(openAnother().documents().generations().list(ORDERS)).containsExactly(first);
        assertThat(generations.list("used-cars")).isEmpty();
        documents.prepare(COLLECTION, 1);
        assertThat(documents.query(DocumentQuery.of(ORDERS, 1)).documents()).isEmpty();
    }

    @Test
    void one_generation_at_a_time_is_built_beside_the_serving_one() {
        generations.begin(COLLECTION, "old");
        Generation second = generations.begin(COLLECTION, "new");
        assertThat(second.number()).isEqualTo(2);
        assertThat(second.state()).isEqualTo(State.BUILDING);
        assertThat(generations.begin(COLLECTION, "new")).isEqualTo(second);
        assertThat(generations.pause(ORDERS, 2)).isTrue();
        assertThat(generations.begin(COLLECTION, "new").number()).isEqualTo(2);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> generations.begin(COLLECTION, "other"))
                .withMessageContainingAll("2", "orders", "cancel");
        assertThat(states()).containsExactly(State.SERVING, State.PAUSED);
    }

    @Test
    void readers_see_the_serving_generation_only_and_another_after_the_swap() {
        build(5, 5);
        assertThat(data()).containsExactly("{\"status\":\"old\"}");
        assertThat(generations.swap(ORDERS, 2)).isTrue();
        assertThat(data()).containsExactly("{\"status\":\"new\"}");
        DocumentStore another = openAnother().documents();
        another.prepare(COLLECTION, 2);
        assertThat(requireNonNull(another.find(ORDERS, Set.of("1")).get("1")).data())
                .isEqualTo("{\"status\":\"new\"}");
        assertThat(states()).containsExactly(State.RETIRED, State.SERVING);
        assertThat(requireNonNull(documents.load(ORDERS, 1, Set.of("1")).get("1"))
                        .data())
                .isEqualTo("{\"status\":\"old\"}");
    }

    @Test
    void a_generation_that_is_behind_does_not_serve() {
        build(5, 4);
        assertThat(generations.swap(ORDERS, 2)).isFalse();
        assertThat(data()).containsExactly("{\"status\":\"old\"}");
        assertThat(states()).containsExactly(State.SERVING, State.BUILDING);
        assertThat(write(documents, 2, batch(4, 5, List.of(), Set.of()))).isTrue();
        assertThat(generations.swap(ORDERS, 2)).isTrue();
    }

    @Test
    void partitions_are_compared_one_by_one_or_all_with_all() {
        generations.begin(COLLECTION, "old");
        generations.begin(COLLECTION, "new");
        documents.subscriptions().begin("orders@1", 4, Position.of(5));
        documents.subscriptions().begin("orders@2", 2, Position.of(4));
        assertThat(generations.swap(ORDERS, 2)).isFalse();
        documents.subscriptions().forget("orders@2");
        assertThat(generations.swap(ORDERS, 2)).as("without checkpoints").isFalse();
        documents.subscriptions().begin("orders@2", 2, Position.of(5));
        assertThat(generations.swap(ORDERS, 2)).isTrue();
    }

    @Test
    void only_what_is_being_built_can_be_swapped_paused_or_cancelled() {
        build(5, 5);
        assertThat(generations.swap(ORDERS, 1)).isFalse();
        assertThat(generations.swap(ORDERS, 3)).isFalse();
        assertThat(generations.pause(ORDERS, 1)).isFalse();
        assertThat(generations.cancel(ORDERS, 1)).isFalse();
        assertThat(generations.resume(ORDERS, 2)).isFalse();
        assertThat(generations.throttle(ORDERS, 1, 5)).isFalse();
        assertThat(generations.pause(ORDERS, 2)).isTrue();
        assertThat(generations.pause(ORDERS, 2)).isFalse();
        assertThat(generations.swap(ORDERS, 2)).as("while it is paused").isFalse();
        assertThat(generations.resume(ORDERS, 2)).isTrue();
        assertThat(generations.cancel(ORDERS, 2)).isTrue();
        assertThat(generations.cancel(ORDERS, 2)).isFalse();
        assertThat(generations.swap(ORDERS, 2)).isFalse();
        assertThat(states()).containsExactly(State.SERVING, State.CANCELLED);
        assertThat(generations.begin(COLLECTION, "third").number()).isEqualTo(3);
    }

    @Test
    void building_can_be_throttled() {
        build(5, 5);
        assertThat(generations.throttle(ORDERS, 2, 500)).isTrue();
        assertThat(generations.list(ORDERS).get(1).throttle()).isEqualTo(500);
        assertThat(generations.throttle(ORDERS, 2, 0)).isTrue();
        assertThat(generations.list(ORDERS).get(1).throttle()).isZero();
        assertThatThrownBy(() -> generations.throttle(ORDERS, 2, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void holding_the_serving_one_up_ends_with_the_building() {
        build(5, 5);
        assertThat(generations.holdUp(ORDERS, 1, true)).isFalse();
        assertThat(generations.list(ORDERS).get(1).holdsUp()).isFalse();
        assertThat(generations.holdUp(ORDERS, 2, true)).isTrue();
        assertThat(openAnother().documents().generations().list(ORDERS).get(1).holdsUp())
                .isTrue();
        assertThat(generations.throttle(ORDERS, 2, 500)).isTrue();
        assertThat(generations.holdUp(ORDERS, 2, false)).isTrue();
        assertThat(generations.list(ORDERS).get(1).holdsUp()).isFalse();
        generations.holdUp(ORDERS, 2, true);
        generations.pause(ORDERS, 2);
        assertThat(generations.holdUp(ORDERS, 2, true)).as("while it is paused").isFalse();
        generations.resume(ORDERS, 2);
        assertThat(generations.list(ORDERS).get(1).holdsUp()).isFalse();
        generations.holdUp(ORDERS, 2, true);
        generations.swap(ORDERS, 2);
        assertThat(generations.list(ORDERS)).noneMatch(Generation::holdsUp);
    }

    @Test
    void a_generation_that_is_over_is_dropped_with_its_checkpoints() {
        build(5, 5);
        assertThat(generations.drop(ORDERS, 1)).isFalse();
        assertThat(generations.drop(ORDERS, 2)).isFalse();
        assertThat(generations.swap(ORDERS, 2)).isTrue();
        assertThat(generations.drop(ORDERS, 1)).isTrue();
        assertThat(generations.drop(ORDERS, 1)).isFalse();
        assertThat(documents.subscriptions().find("orders@1")).isEmpty();
        assertThat(documents.subscriptions().find("orders@2")).isPresent();
        assertThat(states()).containsExactly(State.SERVING);
        assertThat(data()).containsExactly("{\"status\":\"new\"}");
        assertThat(generations.begin(COLLECTION, "newest").number()).isEqualTo(3);
    }

    @Test
    void every_change_grows_the_revision() {
        long revision = documents.subscriptions().revision();
        List<Runnable> changes = List.of(
                () -> generations.begin(COLLECTION, "old"),
                () -> generations.begin(COLLECTION, "new"),
                () -> generations.throttle(ORDERS, 2, 5),
                () -> generations.holdUp(ORDERS, 2, true),
                () -> generations.pause(ORDERS, 2),
                () -> generations.resume(ORDERS, 2),
                () -> generations.cancel(ORDERS, 2),
                () -> generations.drop(ORDERS, 2));
        for (Runnable change : changes) {
            change.run();
            long after = openAnother().documents().subscriptions().revision();
            assertThat(after).isGreaterThan(revision);
            revision = after;
        }
    }

    /** The first generation, and another beside it, each up to a position. */
    private void build(long servingAt, long buildingAt) {
        generations.begin(COLLECTION, "old");
        generations.begin(COLLECTION, "new");
        fill(1, servingAt, document("1", 1, "{\"status\":\"old\"}"));
        fill(2, buildingAt, document("1", 1, "{\"status\":\"new\"}"));
    }

    private void fill(int generation, long position, Document document) {
        documents.prepare(COLLECTION, generation);
        claim(documents, generation);
        assertThat(write(documents, generation, batch(0, position, List.of(document), Set.of())))
                .isTrue();
    }

    private List<State> states() {
        return generations.list(ORDERS).stream().map(Generation::state).toList();
    }

    private List<String> data() {
        return documents.query(DocumentQuery.of(ORDERS, 10)).documents().stream()
                .map(Document::data)
                .toList();
    }
}
