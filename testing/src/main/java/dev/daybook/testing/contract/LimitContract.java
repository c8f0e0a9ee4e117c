package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.LimitExceededException;
import dev.daybook.store.Metadata;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoreLimits;
import dev.daybook.store.StreamId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is exactly at a limit is stored, what is one beyond is refused and leaves nothing behind. */
abstract class LimitContract extends StoreFixture {

    LimitContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void an_event_has_so_many_bytes_as_utf_8() {
        EventStore limited = openAnother(StoreLimits.defaults().withEventBytes(12));
        assertAccepted(limited, Commit.append(ORDER, ExpectedVersion.any(), samples.event("\"1234567890\"")));
        assertAccepted(limited, Commit.append(ORDER, ExpectedVersion.any(), samples.event("\"äöüßé\"")));
        assertRefused(
                limited,
                Commit.append(ORDER, ExpectedVersion.any(), samples.event("\"12345678901\"")),
                "StoreLimits.eventBytes");
        assertRefused(
                limited,
                Commit.append(ORDER, ExpectedVersion.any(), samples.event("\"äöüßéa\"")),
                "StoreLimits.eventBytes");
    }

    @Test
    void a_commit_has_so_many_events_in_all_its_streams_together() {
        EventStore limited = openAnother(StoreLimits.defaults().withEventsPerCommit(5));
        assertAccepted(limited, orderAndCustomer(3, 2));
        assertRefused(limited, orderAndCustomer(3, 3), "StoreLimits.eventsPerCommit");
        assertRefused(
                limited, Commit.append(ORDER, ExpectedVersion.any(), samples.events(6)), "StoreLimits.eventsPerCommit");
    }

    @Test
    void user_metadata_has_so_many_bytes_as_utf_8() {
        EventStore limited = openAnother(StoreLimits.defaults().withMetadataBytes(10));
        assertAccepted(limited, withUserMetadata(Map.of("user", "müll", "a", "")));
        assertAccepted(limited, withUserMetadata(Map.of("user", "Jörg", "a", "")));
        assertRefused(limited, withUserMetadata(Map.of("user", "Jörg", "a", "1")), "StoreLimits.metadataBytes");
    }

    @Test
    void a_stream_id_has_so_many_characters() {
        EventStore limited = openAnother(StoreLimits.defaults().withStreamIdLength(10));
        assertAccepted(limited, appendTo(StreamId.of("order", "1234")));
        assertAccepted(limited, appendTo(StreamId.of("order", "äöüß")));
        assertRefused(limited, appendTo(StreamId.of("order", "12345")), "StoreLimits.streamIdLength");
    }

    @Test
    void the_longest_stream_id_possible_can_be_stored_in_any_script() {
        EventStore wide = openAnother(StoreLimits.defaults().withStreamIdLength(StoreLimits.MAX_STREAM_ID_LENGTH));
        StreamId latin = StreamId.of("order", "x".repeat(StoreLimits.MAX_STREAM_ID_LENGTH - 6));
        StreamId mixedHan = StreamId.of("order", SampleEvents.manyHanCharacters(StoreLimits.MAX_STREAM_ID_LENGTH - 6));
        for (StreamId stream : List.of(latin, mixedHan)) {
            assertAccepted(wide, appendTo(stream));
            assertThat(wide.version(stream).value()).isEqualTo(1);
            assertThat(wholeStream(stream)).hasSize(1);
        }
    }

    @Test
    void an_event_of_a_megabyte_is_stored_by_default() {
        SerializedEvent large = samples.event("\"" + "x".repeat((1 << 20) - 2) + "\"");
        assertAccepted(store(), Commit.append(ORDER, ExpectedVersion.any(), large));
        assertThat(wholeStream(ORDER).getFirst().data().equals(large.data()))
                .as("the data is read back")
                .isTrue();
    }

    @Test
    void one_commit_beyond_a_limit_stops_the_whole_list() {
        EventStore limited = openAnother(StoreLimits.defaults().withEventsPerCommit(2));
        List<Commit> list = List.of(
                Commit.append(ORDER, ExpectedVersion.any(), samples.event()),
                Commit.append(CUSTOMER, ExpectedVersion.any(), samples.events(3)),
                Commit.append(ORDER, ExpectedVersion.any(), samples.event()));
        assertThatThrownBy(() -> limited.commit(list)).isInstanceOf(LimitExceededException.class);
        assertThat(limited.commit(list.getFirst())).isEqualTo(committed(1, 1));
        assertThat(wholeLog()).hasSize(1);
    }

    @Test
    void limits_are_checked_before_repeats_and_expected_versions() {
        Commit stored = Commit.append(ORDER, ExpectedVersion.noneYet(), samples.events(3));
        store().commit(stored);
        EventStore limited = openAnother(StoreLimits.defaults().withEventsPerCommit(2));
        assertRefused(limited, stored, "StoreLimits.eventsPerCommit");
        assertThat(store().commit(stored)).isEqualTo(duplicate(3, 3));
    }

    @Test
    void those_who_find_the_queue_full_wait_for_room() throws Exception {
        EventStore narrow = openAnother(StoreLimits.defaults().withWaiting(1, 1, Duration.ofSeconds(30)));
        List<List<CommitResult>> results = Together.run(
                8,
                i -> () -> narrow.commit(List.of(
                        Commit.append(StreamId.of("order", "" + i), ExpectedVersion.noneYet(), samples.event()))));
        assertThat(results.stream().flatMap(List::stream))
                .hasSize(8)
                .allMatch(CommitResult.Committed.class::isInstance);
        assertThat(wholeLog()).hasSize(8);
    }

    @Test
    void a_store_tells_its_limits() {
        StoreLimits unusual = StoreLimits.defaults().withEventBytes(999).withMetadataBytes(77);
        EventStore limited = openAnother(unusual);
        assertThat(limited.limits()).isEqualTo(unusual);
        assertThat(store().limits()).isEqualTo(StoreLimits.defaults());
    }

    private Commit orderAndCustomer(int orderEvents, int customerEvents) {
        return Commit.of(
                new Append(ORDER, ExpectedVersion.any(), samples.events(orderEvents)),
                new Append(CUSTOMER, ExpectedVersion.any(), samples.events(customerEvents)));
    }

    private Commit withUserMetadata(Map<String, String> user) {
        return Commit.append(ORDER, ExpectedVersion.any(), samples.event("{}", Metadata.of(null, null, user)));
    }

    private Commit appendTo(StreamId stream) {
        return Commit.append(stream, ExpectedVersion.any(), samples.event());
    }

    private void assertAccepted(EventStore limited, Commit commit) {
        int before = wholeLog().size();
        assertThat(limited.commit(commit)).isInstanceOf(CommitResult.Committed.class);
        assertThat(wholeLog()).hasSize(before + commit.eventCount());
    }

    private void assertRefused(EventStore limited, Commit commit, String limit) {
        int before = wholeLog().size();
        assertThatThrownBy(() -> limited.commit(commit))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining(limit);
        assertThat(wholeLog()).hasSize(before);
    }
}
