package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.Snapshot;
import dev.daybook.store.SnapshotStore;
import dev.daybook.store.StoreLimits;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** At most one state a stream, which may be lost at any time but never grows older by itself. */
abstract class SnapshotContract extends StoreFixture {

    private static final String SHAPE = "state 1";
    private static final String NEXT_SHAPE = "state 2";

    SnapshotContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void a_snapshot_is_loaded_as_it_was_saved() {
        Snapshot snapshot = new Snapshot(
                StreamId.of("order", SampleEvents.ANY_SCRIPT),
                Version.of(7),
                Position.of(Long.MAX_VALUE),
                "shape " + SampleEvents.ANY_SCRIPT,
                "{ \"b\" : 1.50, \"a\":\"שלום 😀\", \"b\":\"\\u0000\" }");
        snapshots().save(snapshot);
        assertThat(snapshots().load(snapshot.stream(), snapshot.shape())).contains(snapshot);
        assertThat(openAnother().snapshots().load(snapshot.stream(), snapshot.shape()))
                .contains(snapshot);
    }

    @Test
    void each_stream_has_its_own() {
        Snapshot order = save(ORDER, 1, SHAPE);
        Snapshot customer = save(CUSTOMER, 2, SHAPE);
        assertThat(snapshots().load(ORDER, SHAPE)).contains(order);
        assertThat(snapshots().load(CUSTOMER, SHAPE)).contains(customer);
        assertThat(snapshots().load(StreamId.of("order", "2"), SHAPE)).isEmpty();
    }

    @Test
    void a_snapshot_of_another_shape_is_not_loaded() {
        Snapshot snapshot = save(ORDER, 5, SHAPE);
        assertThat(snapshots().load(ORDER, NEXT_SHAPE)).isEmpty();
        assertThat(snapshots().load(ORDER, SHAPE)).contains(snapshot);
    }

    @Test
    void a_later_snapshot_takes_the_place_of_an_earlier_one() {
        save(ORDER, 5, SHAPE);
        Snapshot later = save(ORDER, 6, SHAPE);
        assertThat(snapshots().load(ORDER, SHAPE)).contains(later);
    }

    @Test
    void an_earlier_snapshot_that_comes_late_is_not_kept() {
        Snapshot later = save(ORDER, 6, SHAPE);
        save(ORDER, 5, SHAPE);
        assertThat(snapshots().load(ORDER, SHAPE)).contains(later);
    }

    @Test
    void a_snapshot_of_another_shape_takes_the_place_of_any_other() {
        save(ORDER, 6, SHAPE);
        Snapshot next = save(ORDER, 5, NEXT_SHAPE);
        assertThat(snapshots().load(ORDER, NEXT_SHAPE)).contains(next);
        assertThat(snapshots().load(ORDER, SHAPE)).isEmpty();
    }

    @Test
    void snapshots_of_a_category_are_dropped_a_limited_number_at_once() {
        for (int i = 0; i < 5; i++) {
            save(StreamId.of("order", "" + i), 3, i % 2 == 0 ? SHAPE : NEXT_SHAPE);
        }
        Snapshot customer = save(CUSTOMER, 3, SHAPE);
        save(StreamId.of("orders", "1"), 3, SHAPE);
        assertThat(snapshots().drop("order", 3)).isEqualTo(3);
        assertThat(snapshots().drop("order", 3)).isEqualTo(2);
        assertThat(snapshots().drop("order", 3)).isZero();
        for (int i = 0; i < 5; i++) {
            assertThat(snapshots().load(StreamId.of("order", "" + i), SHAPE)).isEmpty();
            assertThat(snapshots().load(StreamId.of("order", "" + i), NEXT_SHAPE))
                    .isEmpty();
        }
        assertThat(snapshots().load(CUSTOMER, SHAPE)).contains(customer);
        assertThat(snapshots().drop("orders", 3)).isEqualTo(1);
    }

    @Test
    void a_dropped_snapshot_can_be_saved_again_though_earlier() {
        save(ORDER, 6, SHAPE);
        assertThat(snapshots().drop("order", 10)).isEqualTo(1);
        Snapshot again = save(ORDER, 2, SHAPE);
        assertThat(snapshots().load(ORDER, SHAPE)).contains(again);
    }

    @Test
    void a_state_may_be_larger_than_an_event() {
        EventStore limited = openAnother(StoreLimits.defaults().withEventBytes(10));
        String state = "\"" + SampleEvents.manyHanCharacters(20_000).repeat(50) + "\"";
        Snapshot large = new Snapshot(ORDER, Version.of(3), Position.of(3), SHAPE, state);
        limited.snapshots().save(large);
        assertThat(limited.snapshots().load(ORDER, SHAPE).orElseThrow().state().equals(state))
                .as("the state is read back")
                .isTrue();
    }

    @Test
    void of_all_that_are_saved_at_once_the_latest_is_kept() throws Exception {
        EventStore second = openAnother();
        for (int round = 0; round < 10; round++) {
            StreamId stream = StreamId.of("order", "" + round);
            Together.run(8, i -> () -> {
                Snapshot snapshot = new Snapshot(stream, Version.of(i + 1), Position.of(i + 1), SHAPE, "{}");
                (i % 2 == 0 ? store() : second).snapshots().save(snapshot);
                return i;
            });
            assertThat(snapshots().load(stream, SHAPE).orElseThrow().version()).isEqualTo(Version.of(8));
        }
    }

    @Test
    void a_closed_store_says_so_to_all_who_ask_for_snapshots() {
        Snapshot snapshot = save(ORDER, 5, SHAPE);
        SnapshotStore snapshots = snapshots();
        store().close();
        List<ThrowingCallable> calls = List.of(
                () -> snapshots.load(ORDER, SHAPE), () -> snapshots.save(snapshot), () -> snapshots.drop("order", 1));
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(StoreUnavailableException.class));
        assertThat(openAnother().snapshots().load(ORDER, SHAPE)).contains(snapshot);
    }

    private Snapshot save(StreamId stream, long version, String shape) {
        Snapshot snapshot =
                new Snapshot(stream, Version.of(version), Position.of(version + 10), shape, "{\"at\":" + version + "}");
        snapshots().save(snapshot);
        return snapshot;
    }

    private SnapshotStore snapshots() {
        return store().snapshots();
    }
}
