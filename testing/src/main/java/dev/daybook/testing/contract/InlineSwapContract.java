package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.DaybookException;
import dev.daybook.store.Claim;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.EventStore;
import dev.daybook.store.Generation;
import dev.daybook.store.Generation.State;
import dev.daybook.store.InlineAttachment;
import dev.daybook.store.ParkedEvent;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Another generation of an inline read model is filled by a subscription, and swapped in at the end of the log. */
abstract class InlineSwapContract extends InlineFixture {

    private static final String NEXT = Generation.subscription(COUNTS, 2);
    private static final long EPOCH = 7;

    InlineSwapContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    /** Begins the second generation, with what a subscription has filled in up to a position. */
    private void fill(String definition, long position, Document... documents) {
        store().documents().generations().begin(counts.collection(), definition);
        store().documents().prepare(counts.collection(), 2);
        store().subscriptions().begin(NEXT, 1, Position.START);
        Claim claim = new Claim(NEXT, 0, EPOCH);
        assertThat(store().subscriptions().claim(claim)).isPresent();
        assertThat(store().documents()
                        .write(
                                new Progress(claim, Position.START, Position.of(position)),
                                List.of(new DocumentChanges(COUNTS, 2, List.of(documents), Set.of()))))
                .isTrue();
    }

    private static Document counted(String key, long first, long last, int count) {
        return new Document(key, Position.of(first), Position.of(last), CountingReadModel.counted(count));
    }

    private List<State> states() {
        return store().documents().generations().list(COUNTS).stream()
                .map(Generation::state)
                .toList();
    }

    private int served(EventStore in, String key) {
        return CountingReadModel.count(
                in.documents().find(COUNTS, Set.of(key)).values().iterator().next());
    }

    @Test
    void the_last_events_are_folded_when_it_is_swapped_in() {
        InlineAttachment attachment = attach(store(), counts);
        for (int i = 0; i < 5; i++) {
            store().commit(naming(ORDER, "a"));
        }
        fill(DEFINITION, 3, counted("a", 1, 3, 3));
        assertThat(attachment.swap(2)).isTrue();
        assertThat(states()).containsExactly(State.RETIRED, State.SERVING);
        assertThat(store().documents().find(COUNTS, Set.of("a"))).containsEntry("a", counted("a", 1, 5, 5));
        store().commit(naming(ORDER, "a"));
        assertThat(served(store(), "a")).isEqualTo(6);
        assertThat(store().subscriptions().find(NEXT).orElseThrow().position()).isEqualTo(Position.of(6));
        assertThat(followed()).as("where the first was left").isEqualTo(Position.of(5));
    }

    @Test
    void it_changes_at_once_with_the_appends_of_all_stores_that_it_is_attached_to() {
        InlineAttachment attachment = attach(store(), counts);
        EventStore second = openAnother();
        attach(second, new CountingReadModel(COUNTS, DEFINITION));
        second.commit(naming(ORDER, "a"));
        fill(DEFINITION, 0);
        assertThat(attachment.swap(2)).isTrue();
        second.commit(naming(ORDER, "a"));
        assertThat(store().subscriptions().find(NEXT).orElseThrow().position()).isEqualTo(Position.of(2));
        assertThat(served(store(), "a")).isEqualTo(2);
    }

    @Test
    void one_of_another_definition_takes_the_place_of_the_one_before() {
        attach(store(), counts);
        store().commit(naming(ORDER, "a"));
        EventStore changed = openAnother();
        InlineAttachment attachment = attach(changed, new CountingReadModel(COUNTS, "counting otherwise"));
        fill("counting otherwise", 0);
        changed.documents().prepare(counts.collection(), 2);
        assertThat(changed.commit(naming(ORDER, "a"))).isEqualTo(committed(2, 2));
        assertThat(store().commit(naming(ORDER, "a"))).isEqualTo(committed(3, 3));
        assertThat(served(store(), "a")).isEqualTo(3);
        assertThat(attachment.swap(2)).isTrue();
        assertThat(store().commit(naming(ORDER, "a"))).isEqualTo(committed(4, 4));
        assertThat(served(changed, "a")).as("appended without its definition").isEqualTo(3);
        assertThat(attachment.catchUp()).isTrue();
        assertThat(served(changed, "a")).isEqualTo(4);
        assertThat(store().commit(naming(ORDER, "a"))).isEqualTo(committed(5, 5));
        assertThat(changed.commit(naming(ORDER, "a"))).isEqualTo(committed(6, 6));
        assertThat(served(store(), "a")).isEqualTo(6);
    }

    @Test
    void one_that_is_far_from_the_end_paused_or_of_another_definition_does_not_serve() {
        InlineAttachment attachment = attach(store(), counts);
        append(CUSTOMER, 1_000);
        append(CUSTOMER, 200);
        assertThat(attachment.swap(1)).isFalse();
        assertThat(attachment.swap(2)).isFalse();
        fill(DEFINITION, 0);
        assertThat(attachment.swap(2)).as("far from the end").isFalse();
        Claim claim = new Claim(NEXT, 0, EPOCH);
        store().subscriptions().move(new Progress(claim, Position.START, Position.of(1_100)));
        store().documents().generations().pause(COUNTS, 2);
        assertThat(attachment.swap(2)).as("paused").isFalse();
        store().documents().generations().cancel(COUNTS, 2);
        assertThat(attachment.swap(2)).as("cancelled").isFalse();
        store().documents().generations().begin(counts.collection(), "counting otherwise");
        store().subscriptions().begin(Generation.subscription(COUNTS, 3), 1, store().head());
        assertThat(attachment.swap(3)).as("of another definition").isFalse();
        assertThat(states()).containsExactly(State.SERVING, State.CANCELLED, State.BUILDING);
    }

    @Test
    void one_that_has_kept_events_aside_does_not_serve() {
        InlineAttachment attachment = attach(store(), counts);
        store().commit(naming(ORDER, "a"));
        fill(DEFINITION, 0);
        ParkedEvent parked = new ParkedEvent(
                NEXT, 0, "a", Position.of(1), ParkedEvent.State.PARKED, 1, "Why", Instant.EPOCH, Optional.empty());
        assertThat(store().subscriptions()
                        .move(new Progress(
                                new Claim(NEXT, 0, EPOCH), Position.START, Position.of(1), List.of(parked), List.of())))
                .isTrue();
        assertThat(attachment.swap(2)).isFalse();
        assertThat(states()).containsExactly(State.SERVING, State.BUILDING);
    }

    @Test
    void one_that_cannot_be_folded_to_the_end_does_not_serve() {
        store().commit(naming(ORDER, "a", CountingReadModel.POISON));
        store().documents().generations().begin(counts.collection(), "another definition");
        InlineAttachment attachment = store().attach(counts);
        fill(DEFINITION, 0);
        assertThatThrownBy(() -> attachment.swap(2))
                .isInstanceOf(DaybookException.class)
                .hasMessageContaining("Nobody can count poison");
        assertThat(states()).containsExactly(State.SERVING, State.BUILDING);
        assertThat(store().documents().load(COUNTS, 2, Set.of("a"))).isEmpty();
        assertThat(store().subscriptions().find(NEXT).orElseThrow().position()).isEqualTo(Position.START);
    }

    @Test
    void who_filled_it_cannot_write_to_it_any_more_once_appends_do() {
        InlineAttachment attachment = attach(store(), counts);
        store().commit(naming(ORDER, "a"));
        fill(DEFINITION, 0);
        assertThat(attachment.swap(2)).isTrue();
        store().commit(naming(ORDER, "a"));
        assertThat(store().documents()
                        .write(
                                new Progress(new Claim(NEXT, 0, EPOCH), Position.of(1), Position.of(2)),
                                List.of(new DocumentChanges(COUNTS, 2, List.of(counted("a", 1, 2, 99)), Set.of()))))
                .isFalse();
        assertThat(served(store(), "a")).isEqualTo(2);
    }

    @Test
    void appends_made_while_it_is_swapped_in_are_all_in_it_once() throws Exception {
        InlineAttachment attachment = attach(store(), counts);
        EventStore second = openAnother();
        attach(second, new CountingReadModel(COUNTS, DEFINITION));
        fill(DEFINITION, 0);
        AtomicBoolean swapped = new AtomicBoolean();
        Callable<Integer> swap = () -> {
            while (!swapped.get()) {
                swapped.set(attachment.swap(2));
            }
            return 0;
        };
        int appended =
                Together.run(List.of(swap, () -> appendUntil(store(), swapped), () -> appendUntil(second, swapped)))
                        .stream()
                        .mapToInt(Integer::intValue)
                        .sum();
        assertThat(served(store(), "a")).isEqualTo(appended);
        assertThat(store().subscriptions().find(NEXT).orElseThrow().position()).isEqualTo(Position.of(appended));
    }

    /** Each is there for whoever reads after its answer; also some when it is swapped in. */
    private int appendUntil(EventStore own, AtomicBoolean swapped) {
        int appended = 0;
        for (int after = 0; after < 10 && appended < 400; appended++) {
            after += swapped.get() ? 1 : 0;
            assertThat(own.commit(naming(ORDER, "a"))).isInstanceOf(Committed.class);
            assertThat(served(own, "a")).isGreaterThan(appended);
        }
        return appended;
    }
}
