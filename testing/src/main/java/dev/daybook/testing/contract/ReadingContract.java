package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.Commit;
import dev.daybook.store.EventStore;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Pages of streams and of the log, single events, and event types. */
abstract class ReadingContract extends StoreFixture {

    ReadingContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void an_event_is_read_back_with_all_that_belongs_to_it() {
        append(CUSTOMER, 2);
        SerializedEvent event = append(ORDER, 1).getFirst();
        StoredEvent stored = wholeStream(ORDER).getFirst();
        assertThat(stored.stream()).isEqualTo(ORDER);
        assertThat(stored.version()).isEqualTo(Version.of(1));
        assertThat(stored.position()).isEqualTo(Position.of(3));
        assertThat(stored.event()).isEqualTo(event);
        assertThat(wholeLog().getLast()).isEqualTo(stored);
    }

    @Test
    void a_page_of_a_stream_starts_after_a_version_and_ends_at_the_limit() {
        List<SerializedEvent> events = append(ORDER, 6);
        append(CUSTOMER, 1);
        assertThat(streamPage(0, 1)).isEqualTo(events.subList(0, 1));
        assertThat(streamPage(0, 6)).isEqualTo(events);
        assertThat(streamPage(0, 7)).isEqualTo(events);
        assertThat(streamPage(2, 3)).isEqualTo(events.subList(2, 5));
        assertThat(streamPage(5, 1)).isEqualTo(events.subList(5, 6));
        assertThat(streamPage(5, 2)).isEqualTo(events.subList(5, 6));
        assertThat(streamPage(6, 1)).isEmpty();
        assertThat(streamPage(1_000, 10)).isEmpty();
        assertThat(streamPage(Long.MAX_VALUE, Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void a_page_of_the_log_starts_after_a_position_and_ends_at_the_limit() {
        List<SerializedEvent> events = new ArrayList<>(append(ORDER, 3));
        events.addAll(append(CUSTOMER, 3));
        assertThat(logPage(0, 1)).isEqualTo(events.subList(0, 1));
        assertThat(logPage(0, 6)).isEqualTo(events);
        assertThat(logPage(0, 7)).isEqualTo(events);
        assertThat(logPage(2, 3)).isEqualTo(events.subList(2, 5));
        assertThat(logPage(5, 1)).isEqualTo(events.subList(5, 6));
        assertThat(logPage(5, 2)).isEqualTo(events.subList(5, 6));
        assertThat(logPage(6, 1)).isEmpty();
        assertThat(logPage(1_000, 10)).isEmpty();
        assertThat(logPage(Long.MAX_VALUE, Integer.MAX_VALUE)).isEmpty();
    }

    @Test
    void pages_of_any_size_join_to_the_whole() {
        append(ORDER, 12);
        append(CUSTOMER, 12);
        for (int size : List.of(1, 2, 5, 12, 24, 100)) {
            assertThat(logByPages(size)).hasSize(24).isEqualTo(wholeLog());
            assertThat(streamByPages(CUSTOMER, size)).hasSize(12).isEqualTo(wholeStream(CUSTOMER));
        }
    }

    @Test
    void several_streams_are_read_from_their_beginnings_up_to_the_limit_of_each() {
        List<SerializedEvent> orders = new ArrayList<>(append(ORDER, 2));
        List<SerializedEvent> customers = append(CUSTOMER, 2);
        orders.addAll(append(ORDER, 10));
        StreamId neighbour = StreamId.of("order", "2");
        List<StreamId> streams = List.of(CUSTOMER, neighbour, ORDER, CUSTOMER);
        assertThat(eventsOf(store().readStreams(streams, 3)))
                .isEqualTo(Map.of(ORDER, orders.subList(0, 3), CUSTOMER, customers));
        assertThat(eventsOf(store().readStreams(streams, Integer.MAX_VALUE)))
                .isEqualTo(Map.of(ORDER, orders, CUSTOMER, customers));
        assertThat(store().readStreams(List.of(ORDER), 1))
                .isEqualTo(Map.of(ORDER, wholeStream(ORDER).subList(0, 1)));
        assertThat(store().readStreams(List.of(neighbour), 1)).isEmpty();
        assertThat(store().readStreams(List.of(), 1)).isEmpty();
    }

    @Test
    void a_page_of_less_than_one_event_is_refused() {
        append(ORDER, 1);
        assertThatThrownBy(() -> store().readAll(Position.START, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
        assertThatThrownBy(() -> store().readStream(ORDER, Version.NONE, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
        assertThatThrownBy(() -> store().readStreams(List.of(ORDER), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    @Test
    void a_stream_without_events_is_empty_beside_one_that_has_some() {
        append(ORDER, 2);
        StreamId neighbour = StreamId.of("order", "2");
        assertThat(wholeStream(neighbour)).isEmpty();
        assertThat(store().version(neighbour)).isEqualTo(Version.NONE);
        assertThat(store().version(ORDER)).isEqualTo(Version.of(2));
    }

    @Test
    void the_head_moves_from_the_start_with_every_event() {
        EventStore other = openAnother();
        assertThat(store().head()).isEqualTo(Position.START);
        append(ORDER, 2);
        append(CUSTOMER, 1);
        assertThat(store().head()).isEqualTo(Position.of(3));
        assertThat(other.head()).isEqualTo(Position.of(3));
    }

    @Test
    void an_event_is_found_by_its_id() {
        append(CUSTOMER, 1);
        List<SerializedEvent> events = append(ORDER, 3);
        assertThat(store().find(events.get(1).id()))
                .contains(wholeStream(ORDER).get(1))
                .map(StoredEvent::event)
                .contains(events.get(1));
        assertThat(store().find(samples.id())).isEmpty();
    }

    @Test
    void every_type_and_revision_that_was_stored_is_known() {
        EventType placed = new EventType("order-placed", 1);
        EventType placedAgain = new EventType("order-placed", 2);
        EventType longest = new EventType("a".repeat(EventType.MAX_NAME_LENGTH), EventType.MAX_REVISION);
        EventType refused = new EventType("refused", 1);
        EventStore other = openAnother();
        assertThat(store().eventTypes()).isEmpty();
        store().commit(Commit.append(ORDER, ExpectedVersion.any(), samples.event(placed), samples.event(longest)));
        store().commit(Commit.append(ORDER, ExpectedVersion.noneYet(), samples.event(refused)));
        other.commit(Commit.append(ORDER, ExpectedVersion.any(), samples.event(placed), samples.event(placedAgain)));
        assertThat(store().eventTypes()).containsExactlyInAnyOrder(placed, placedAgain, longest);
        assertThat(openAnother().eventTypes()).containsExactlyInAnyOrder(placed, placedAgain, longest);
        assertThat(wholeLog()).extracting(StoredEvent::type).containsExactly(placed, longest, placed, placedAgain);
    }

    @Test
    void a_stream_may_hold_a_hundred_thousand_events() {
        List<SerializedEvent> events = new ArrayList<>();
        for (int batch = 0; batch < 10; batch++) {
            List<SerializedEvent> added = samples.events(10_000);
            assertThat(store().commit(Commit.append(ORDER, ExpectedVersion.exactly(events.size()), added)))
                    .isEqualTo(committed(events.size() + 10_000L, events.size() + 10_000L));
            events.addAll(added);
        }
        List<StoredEvent> stored = streamByPages(ORDER, 9_000);
        assertThat(events(stored).equals(events))
                .as("all events are read in order")
                .isTrue();
        assertThat(stored.getLast().version()).isEqualTo(Version.of(100_000));
        assertThat(store().version(ORDER)).isEqualTo(Version.of(100_000));
        assertThat(store().commit(Commit.append(ORDER, ExpectedVersion.exactly(100_000), samples.event())))
                .isEqualTo(committed(100_001, 100_001));
    }

    private static Map<StreamId, List<SerializedEvent>> eventsOf(Map<StreamId, List<StoredEvent>> streams) {
        Map<StreamId, List<SerializedEvent>> events = new HashMap<>();
        streams.forEach((stream, stored) -> events.put(stream, events(stored)));
        return events;
    }

    private List<SerializedEvent> streamPage(long after, int limit) {
        return events(store().readStream(ORDER, Version.of(after), limit));
    }

    private List<SerializedEvent> logPage(long after, int limit) {
        return events(store().readAll(Position.of(after), limit));
    }

    private List<StoredEvent> logByPages(int size) {
        List<StoredEvent> all = new ArrayList<>();
        List<StoredEvent> page = store().readAll(Position.START, size);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(size);
            assertThat(all.contains(page.getFirst()))
                    .as("the page was read before")
                    .isFalse();
            all.addAll(page);
            page = store().readAll(page.getLast().position(), size);
        }
        return all;
    }

    private List<StoredEvent> streamByPages(StreamId stream, int size) {
        List<StoredEvent> all = new ArrayList<>();
        List<StoredEvent> page = store().readStream(stream, Version.NONE, size);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(size);
            assertThat(all.contains(page.getFirst()))
                    .as("the page was read before")
                    .isFalse();
            all.addAll(page);
            page = store().readStream(stream, page.getLast().version(), size);
        }
        return all;
    }
}
