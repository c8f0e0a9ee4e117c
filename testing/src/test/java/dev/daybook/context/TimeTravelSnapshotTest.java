package dev.daybook.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.AggregateStates;
import dev.daybook.aggregate.SnapshotPolicy;
import dev.daybook.command.CommandBusSetup;
import dev.daybook.context.Tally.Add;
import dev.daybook.context.Tally.Change;
import dev.daybook.context.Tally.Entry;
import dev.daybook.context.Tally.Sum;
import dev.daybook.store.Snapshot;
import dev.daybook.store.Version;
import dev.daybook.testing.InMemoryEventStore;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** States of the past are had from the snapshot before them, and are the same as without. */
@Timeout(60)
final class TimeTravelSnapshotTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final int EVENTS = 95;
    private static final SnapshotPolicy<Sum> EVERY_TEN = SnapshotPolicy.every(10, Sum.class);

    private final SettableClock clock = new SettableClock(START);
    private final InMemoryEventStore memory = new InMemoryEventStore(clock);
    private final TappedStore store = new TappedStore(memory);

    /** Events 3 i + 1 to 3 i + 3 are all recorded i seconds after the start. */
    @BeforeEach
    void fill() {
        write(EVERY_TEN, 1, EVENTS);
    }

    private void write(SnapshotPolicy<Sum> policy, int first, int last) {
        try (BoundedContext context = start(new Tally().aggregate().snapshots(policy))) {
            for (int i = first; i <= last; i++) {
                clock.set(START.plusSeconds((i - 1) / 3));
                context.send(new Add("a", i));
            }
        }
        store.reads.clear();
    }

    private BoundedContext start(Aggregate<Entry, Sum, Change> aggregate) {
        return BoundedContext.named("tallies")
                .store(store)
                .clock(clock)
                .aggregate(aggregate)
                .commandBus(bus -> bus.lane(CommandBusSetup.DEFAULT_LANE, lane -> lane.workers(1)))
                .start();
    }

    private <T> T with(SnapshotPolicy<Sum> policy, Function<AggregateStates<Sum>, T> question) {
        Aggregate<Entry, Sum, Change> aggregate = new Tally().aggregate().snapshots(policy);
        try (BoundedContext context = start(aggregate)) {
            return question.apply(context.states(aggregate));
        }
    }

    private int sumAt(SnapshotPolicy<Sum> policy, long version) {
        return with(policy, states -> states.at("a", Version.of(version)).orElseThrow())
                .state()
                .total();
    }

    @Test
    void a_version_is_had_from_the_newest_snapshot_not_after_it() {
        assertThat(sumAt(EVERY_TEN, 47)).isEqualTo(47 * 48 / 2);
        assertThat(store.reads).containsExactly(Version.of(40));
    }

    @Test
    void a_version_that_has_a_snapshot_needs_no_event() {
        var then = with(EVERY_TEN, states -> states.at("a", Version.of(40)).orElseThrow());
        assertThat(then.state()).isEqualTo(new Sum(40 * 41 / 2));
        assertThat(then.version()).isEqualTo(Version.of(40));
        assertThat(then.position().value()).isEqualTo(40);
        assertThat(then.recordedAt()).isEqualTo(START.plusSeconds(13));
        assertThat(store.reads).isEmpty();
    }

    @Test
    void an_instant_is_had_from_the_newest_snapshot_not_after_it() {
        Instant instant = START.plusSeconds(15).plusMillis(500);
        var then = with(EVERY_TEN, states -> states.at("a", instant).orElseThrow());
        assertThat(then.state()).isEqualTo(new Sum(48 * 49 / 2));
        assertThat(then.recordedAt()).isEqualTo(START.plusSeconds(15));
        assertThat(store.reads).containsExactly(Version.of(40));
    }

    @Test
    void events_recorded_with_that_of_a_snapshot_are_not_missed() {
        var then =
                with(EVERY_TEN, states -> states.at("a", START.plusSeconds(13)).orElseThrow());
        assertThat(then.version()).isEqualTo(Version.of(42));
        assertThat(store.reads).containsExactly(Version.of(40));
    }

    @Test
    void every_state_of_the_past_is_the_same_with_snapshots_as_without() {
        Aggregate<Entry, Sum, Change> plain = new Tally().aggregate();
        Aggregate<Entry, Sum, Change> kept = plain.snapshots(EVERY_TEN);
        try (BoundedContext replaying = start(plain);
                BoundedContext loading = start(kept)) {
            AggregateStates<Sum> expected = replaying.states(plain);
            AggregateStates<Sum> found = loading.states(kept);
            for (int i = 1; i <= EVENTS; i++) {
                Version version = Version.of(i);
                Instant instant = START.plus(Duration.ofMillis(i * 300L));
                assertThat(found.at("a", version)).isPresent().isEqualTo(expected.at("a", version));
                assertThat(found.at("a", instant)).isPresent().isEqualTo(expected.at("a", instant));
            }
        }
    }

    @Test
    void snapshots_of_an_outdated_shape_are_passed_over_and_dropped_with_the_next() {
        SnapshotPolicy<Sum> next = EVERY_TEN.revision(2);
        assertThat(sumAt(next, 47)).isEqualTo(47 * 48 / 2);
        assertThat(store.reads).containsExactly(Version.NONE);

        write(next, EVENTS + 1, EVENTS + 10);

        assertThat(sumAt(next, EVENTS + 6)).isEqualTo(101 * 102 / 2);
        assertThat(store.reads) // taken after the replay from the first event, or soon after
                .hasSize(1)
                .allSatisfy(after -> assertThat(after).isGreaterThanOrEqualTo(Version.of(EVENTS)));
        store.reads.clear();
        assertThat(sumAt(EVERY_TEN, 47)).isEqualTo(47 * 48 / 2);
        assertThat(store.reads).containsExactly(Version.NONE);
    }

    @Test
    void a_snapshot_that_cannot_be_read_is_passed_over() {
        store.spoilSnapshots(kept -> new Snapshot(
                kept.stream(), kept.version(), kept.position(), kept.recordedAt(), kept.shape(), "{\"type\":\"x\"}"));
        write(EVERY_TEN, EVENTS + 1, EVENTS + 10);

        assertThat(sumAt(EVERY_TEN, 102)).isEqualTo(102 * 103 / 2);
        assertThat(store.reads).startsWith(Version.NONE);
    }

    @Test
    void so_many_are_kept_as_the_policy_says_spread_over_the_stream() {
        assertThat(memory.snapshots().drop("tally", 100)).isEqualTo(9);
        write(EVERY_TEN.keep(3), EVENTS + 1, 200);

        List<Version> kept = List.of(Version.of(200), Version.of(199), Version.of(150), Version.of(120));
        kept.forEach(version -> sumAt(EVERY_TEN, version.value()));
        assertThat(memory.snapshots().drop("tally", 100)).isEqualTo(3);
        assertThat(store.reads).hasSizeLessThan(kept.size()).doesNotContain(Version.NONE);
    }

    @Test
    void with_one_kept_the_past_is_replayed_from_the_first_event() {
        write(EVERY_TEN.keep(1), EVENTS + 1, EVENTS + 10);

        assertThat(sumAt(EVERY_TEN, 47)).isEqualTo(47 * 48 / 2);
        assertThat(store.reads).containsExactly(Version.NONE);
    }

    @Test
    void asking_for_the_past_takes_no_snapshot() {
        memory.snapshots().drop("tally", 100);
        assertThat(sumAt(EVERY_TEN.orAfterReplayOf(Duration.ofNanos(1)), 47)).isEqualTo(47 * 48 / 2);
        assertThat(memory.snapshots().drop("tally", 100)).isZero();
    }
}
