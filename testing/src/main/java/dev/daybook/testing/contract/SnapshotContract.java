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
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** States of a stream at some of its versions, which may be lost at any time but never grow older by themselves. */
abstract class SnapshotContract extends StoreFixture {

    private static final String SHAPE = "state 1";
    private static final String NEXT_SHAPE = "state 2";
    private static final int MANY = 100;
    private static final Instant START = Instant.parse("2026-01-31T12:00:00.000001Z");

    SnapshotContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void a_snapshot_is_loaded_as_it_was_saved() {
        Snapshot snapshot = new Snapshot(
                StreamId.of("order", SampleEvents.ANY_SCRIPT),
                Version.of(7),
                Position.of(Long.MAX_VALUE),
                Instant.parse("2026-01-31T12:34:56.123456Z"),
                "shape " + SampleEvents.ANY_SCRIPT,
                "{ \"b\" : 1.50, \"a\":\"שלום 😀\", \"b\":\"\\u0000\" }");
        snapshots().save(snapshot, MANY);
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
    void the_latest_is_loaded_whichever_was_saved_last() {
        save(ORDER, 5, SHAPE);
        Snapshot latest = save(ORDER, 9, SHAPE);
        save(ORDER, 6, SHAPE);
        assertThat(snapshots().load(ORDER, SHAPE)).contains(latest);
    }

    @Test
    void the_latest_up_to_a_version_is_loaded() {
        Snapshot early = save(ORDER, 5, SHAPE);
        Snapshot late = save(ORDER, 9, SHAPE);
        assertThat(snapshots().load(ORDER, SHAPE, Version.of(4))).isEmpty();
        assertThat(snapshots().load(ORDER, SHAPE, Version.of(5))).contains(early);
        assertThat(snapshots().load(ORDER, SHAPE, Version.of(8))).contains(early);
        assertThat(snapshots().load(ORDER, SHAPE, Version.of(9))).contains(late);
        assertThat(snapshots().load(ORDER, SHAPE, Version.of(Long.MAX_VALUE))).contains(late);
        assertThat(snapshots().load(ORDER, NEXT_SHAPE, Version.of(9))).isEmpty();
    }

    @Test
    void the_latest_up_to_an_instant_is_loaded() {
        Snapshot early = save(ORDER, 5, SHAPE);
        Snapshot late = save(ORDER, 9, SHAPE);
        Instant then = early.recordedAt();
        assertThat(snapshots().load(ORDER, SHAPE, then.minusNanos(1))).isEmpty();
        assertThat(snapshots().load(ORDER, SHAPE, then)).contains(early);
        assertThat(snapshots().load(ORDER, SHAPE, then.plusNanos(1))).contains(early);
        assertThat(snapshots().load(ORDER, SHAPE, late.recordedAt().minusNanos(1)))
                .contains(early);
        assertThat(snapshots().load(ORDER, SHAPE, late.recordedAt())).contains(late);
        assertThat(snapshots().load(ORDER, NEXT_SHAPE, late.recordedAt())).isEmpty();
    }

    @Test
    void of_those_recorded_at_one_instant_the_latest_is_loaded() {
        Snapshot early = save(ORDER, 5, SHAPE);
        Snapshot late = new Snapshot(ORDER, Version.of(6), Position.of(16), early.recordedAt(), SHAPE, "{}");
        snapshots().save(late, MANY);
        assertThat(snapshots().load(ORDER, SHAPE, early.recordedAt())).contains(late);
    }

    @Test
    void any_instant_can_be_asked_for() {
        Snapshot snapshot = save(ORDER, 5, SHAPE);
        assertThat(snapshots().load(ORDER, SHAPE, Instant.MAX)).contains(snapshot);
        assertThat(snapshots().load(ORDER, SHAPE, Instant.MIN)).isEmpty();
    }

    @Test
    void a_snapshot_takes_the_place_of_another_at_its_version() {
        save(ORDER, 5, SHAPE);
        Snapshot again = new Snapshot(ORDER, Version.of(5), Position.of(8), START, SHAPE, "{\"again\":1}");
        snapshots().save(again, MANY);
        assertThat(snapshots().load(ORDER, SHAPE)).contains(again);
        assertThat(snapshots().drop("order", MANY)).isEqualTo(1);
    }

    @Test
    void a_snapshot_drives_out_those_of_another_shape() {
        save(ORDER, 6, SHAPE);
        save(ORDER, 7, SHAPE);
        Snapshot customer = save(CUSTOMER, 7, SHAPE);
        Snapshot next = save(ORDER, 5, NEXT_SHAPE);
        assertThat(snapshots().load(ORDER, NEXT_SHAPE)).contains(next);
        assertThat(snapshots().load(ORDER, SHAPE)).isEmpty();
        assertThat(snapshots().load(CUSTOMER, SHAPE)).contains(customer);
        assertThat(snapshots().drop("order", MANY)).isEqualTo(1);
    }

    @Test
    void so_many_of_a_stream_are_kept_and_the_others_forgotten_where_they_are_densest() {
        List<List<Long>> kept = new ArrayList<>();
        for (long version = 10; version <= 100; version += 10) {
            snapshots().save(snapshot(ORDER, version, SHAPE), 4);
            kept.add(versions(ORDER));
        }
        assertThat(kept)
                .containsExactly(
                        List.of(10L),
                        List.of(10L, 20L),
                        List.of(10L, 20L, 30L),
                        List.of(10L, 20L, 30L, 40L),
                        List.of(20L, 30L, 40L, 50L),
                        List.of(20L, 40L, 50L, 60L),
                        List.of(20L, 40L, 60L, 70L),
                        List.of(20L, 40L, 60L, 80L),
                        List.of(20L, 40L, 60L, 90L),
                        List.of(40L, 60L, 90L, 100L));
    }

    @Test
    void how_many_are_kept_counts_for_each_stream() {
        for (long version = 1; version <= 3; version++) {
            snapshots().save(snapshot(ORDER, version, SHAPE), 2);
            snapshots().save(snapshot(CUSTOMER, version, SHAPE), 1);
        }
        assertThat(versions(ORDER)).containsExactly(2L, 3L);
        assertThat(versions(CUSTOMER)).containsExactly(3L);
    }

    @Test
    void with_fewer_to_be_kept_than_before_all_beyond_are_forgotten_at_once() {
        for (long version = 1; version <= 9; version++) {
            save(ORDER, version, SHAPE);
        }
        snapshots().save(snapshot(ORDER, 10, SHAPE), 1);
        assertThat(versions(ORDER)).containsExactly(10L);
    }

    @Test
    void the_latest_is_never_driven_out_by_an_earlier_one() {
        Snapshot latest = save(ORDER, 9, SHAPE);
        snapshots().save(snapshot(ORDER, 5, SHAPE), 1);
        assertThat(snapshots().load(ORDER, SHAPE)).contains(latest);
        assertThat(versions(ORDER)).containsExactly(9L);
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
        Snapshot large = new Snapshot(ORDER, Version.of(3), Position.of(3), START, SHAPE, state);
        limited.snapshots().save(large, MANY);
        assertThat(limited.snapshots().load(ORDER, SHAPE).orElseThrow().state().equals(state))
                .as("the state is read back")
                .isTrue();
    }

    @Test
    void of_all_that_are_saved_at_once_the_latest_is_kept_and_no_more_than_so_many() throws Exception {
        EventStore second = openAnother();
        for (int round = 0; round < 10; round++) {
            StreamId stream = StreamId.of("order", "" + round);
            Together.run(8, i -> () -> {
                (i % 2 == 0 ? store() : second).snapshots().save(snapshot(stream, i + 1, SHAPE), 2);
                return i;
            });
            assertThat(versions(stream)).hasSizeLessThanOrEqualTo(2).endsWith(8L);
        }
    }

    @Test
    void a_closed_store_says_so_to_all_who_ask_for_snapshots() {
        Snapshot snapshot = save(ORDER, 5, SHAPE);
        SnapshotStore snapshots = snapshots();
        store().close();
        List<ThrowingCallable> calls = List.of(
                () -> snapshots.load(ORDER, SHAPE),
                () -> snapshots.load(ORDER, SHAPE, Version.of(5)),
                () -> snapshots.load(ORDER, SHAPE, START),
                () -> snapshots.save(snapshot, MANY),
                () -> snapshots.drop("order", 1));
        assertThat(calls).allSatisfy(call -> assertThatThrownBy(call).isInstanceOf(StoreUnavailableException.class));
        assertThat(openAnother().snapshots().load(ORDER, SHAPE)).contains(snapshot);
    }

    private Snapshot save(StreamId stream, long version, String shape) {
        Snapshot snapshot = snapshot(stream, version, shape);
        snapshots().save(snapshot, MANY);
        return snapshot;
    }

    private static Snapshot snapshot(StreamId stream, long version, String shape) {
        return new Snapshot(
                stream,
                Version.of(version),
                Position.of(version + 10),
                START.plusSeconds(version),
                shape,
                "{\"at\":" + version + "}");
    }

    /** Of all snapshots of a stream, from the first to the last. */
    private List<Long> versions(StreamId stream) {
        Deque<Long> versions = new ArrayDeque<>();
        Optional<Snapshot> kept = snapshots().load(stream, SHAPE);
        while (kept.isPresent()) {
            long version = kept.get().version().value();
            versions.addFirst(version);
            kept = snapshots().load(stream, SHAPE, Version.of(version - 1));
        }
        return List.copyOf(versions);
    }

    private SnapshotStore snapshots() {
        return store().snapshots();
    }
}
