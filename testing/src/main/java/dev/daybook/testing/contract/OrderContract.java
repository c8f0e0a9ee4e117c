package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Commit;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Positions, versions and times count up in the order of the commits. */
abstract class OrderContract extends StoreFixture {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    OrderContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void positions_count_from_one_without_gaps_in_the_order_of_the_commits() {
        List<SerializedEvent> appended = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            appended.addAll(append(StreamId.of("order", "" + i % 3), 1 + i % 4));
        }
        assertThat(events(wholeLog())).isEqualTo(appended);
        assertThat(wholeLog())
                .extracting(event -> event.position().value())
                .containsExactlyElementsOf(upTo(appended.size()));
        assertThat(store().head()).isEqualTo(Position.of(appended.size()));
    }

    @Test
    void versions_count_each_streams_events_from_one_without_gaps() {
        for (int i = 0; i < 20; i++) {
            append(StreamId.of("order", "" + i % 3), 1 + i % 4);
        }
        for (int i = 0; i < 3; i++) {
            StreamId stream = StreamId.of("order", "" + i);
            List<StoredEvent> events = wholeStream(stream);
            assertThat(events).isNotEmpty();
            assertThat(events)
                    .extracting(event -> event.version().value())
                    .containsExactlyElementsOf(upTo(events.size()));
            assertThat(events).extracting(StoredEvent::position).isSorted();
            assertThat(events).allMatch(event -> event.stream().equals(stream));
            assertThat(store().version(stream)).isEqualTo(Version.of(events.size()));
        }
    }

    @Test
    void what_is_left_out_leaves_no_gap() {
        append(ORDER, 2);
        store().commit(List.of(
                Commit.append(ORDER, ExpectedVersion.noneYet(), samples.events(3)),
                Commit.append(CUSTOMER, ExpectedVersion.any(), samples.event("no JSON"))));
        append(ORDER, 1);
        assertThat(wholeLog()).extracting(event -> event.position().value()).containsExactly(1L, 2L, 3L);
        assertThat(wholeStream(ORDER))
                .extracting(event -> event.version().value())
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void stores_on_the_same_storage_count_together() {
        EventStore other = openAnother();
        append(ORDER, 2);
        assertThat(other.commit(Commit.append(ORDER, ExpectedVersion.exactly(2), samples.event())))
                .isEqualTo(committed(3, 3));
        assertThat(store().commit(Commit.append(CUSTOMER, ExpectedVersion.noneYet(), samples.event())))
                .isEqualTo(committed(4, 1));
        assertThat(other.readAll(Position.START, 10)).isEqualTo(wholeLog());
    }

    @Test
    void the_time_of_recording_is_now_in_microseconds() {
        Instant before = Instant.now();
        append(ORDER, 1);
        Instant after = Instant.now();
        Instant recordedAt = wholeLog().getFirst().recordedAt();
        // A database has its own clock, not always this machine's.
        assertThat(recordedAt).isBetween(before.minusSeconds(1), after.plusSeconds(1));
        assertThat(recordedAt).isEqualTo(recordedAt.truncatedTo(ChronoUnit.MICROS));
    }

    @Test
    void the_time_of_recording_is_read_back_as_it_was_first() {
        SettableClock clock = new SettableClock(NOON.plusNanos(123_456_789));
        EventStore timed = openAnother(clock);
        timed.commit(Commit.append(ORDER, ExpectedVersion.any(), samples.event()));
        assertThat(wholeLog()).extracting(StoredEvent::recordedAt).containsExactly(NOON.plusNanos(123_456_000));
        assertThat(timed.readStream(ORDER, Version.NONE, 1)).isEqualTo(wholeLog());
    }

    @Test
    void the_time_of_recording_never_goes_back_though_clocks_do() {
        SettableClock fast = new SettableClock(NOON);
        SettableClock slow = new SettableClock(NOON.minusSeconds(60));
        EventStore first = openAnother(fast);
        EventStore second = openAnother(slow);
        first.commit(Commit.append(ORDER, ExpectedVersion.any(), samples.event()));
        second.commit(Commit.append(CUSTOMER, ExpectedVersion.any(), samples.event()));
        fast.advance(Duration.ofHours(-1));
        first.commit(Commit.append(ORDER, ExpectedVersion.any(), samples.event()));
        slow.set(NOON.plusMillis(1));
        second.commit(Commit.append(ORDER, ExpectedVersion.any(), samples.event()));
        assertThat(wholeLog())
                .extracting(StoredEvent::recordedAt)
                .containsExactly(NOON, NOON, NOON, NOON.plusMillis(1));
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }
}
