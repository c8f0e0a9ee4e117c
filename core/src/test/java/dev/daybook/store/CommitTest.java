package dev.daybook.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class CommitTest {

    private static final StreamId ORDER = StreamId.of("order", "42");
    private static final StreamId CUSTOMER = StreamId.of("customer", "7");

    @Test
    void counts_the_events_of_all_appends() {
        Commit commit = Commit.of(
                new Append(ORDER, ExpectedVersion.any(), List.of(event(1), event(2))),
                new Append(CUSTOMER, ExpectedVersion.any(), List.of(event(3))));

        assertThat(commit.eventCount()).isEqualTo(3);
    }

    @Test
    void a_commit_of_nothing_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(Commit::of).withMessage("A commit holds nothing");
    }

    @Test
    void an_append_may_hold_no_events_and_only_make_sure_of_the_version() {
        Commit commit = Commit.append(ORDER, ExpectedVersion.exactly(3));

        assertThat(commit.eventCount()).isZero();
        assertThat(commit.appends()).containsExactly(new Append(ORDER, ExpectedVersion.exactly(3), List.of()));
    }

    @Test
    void a_stream_twice_in_one_commit_is_refused() {
        Append first = new Append(ORDER, ExpectedVersion.any(), List.of(event(1)));
        Append second = new Append(ORDER, ExpectedVersion.any(), List.of(event(2)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Commit.of(first, second))
                .withMessage("A commit appends to stream order-42 twice: put the events of one stream into one append");
    }

    @Test
    void an_event_id_twice_in_one_append_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Commit.append(ORDER, ExpectedVersion.any(), event(1), event(1)))
                .withMessage(
                        "A commit holds event id " + new UUID(0, 1) + " twice: every event needs an id of its own");
    }

    @Test
    void an_event_id_twice_in_two_appends_is_refused() {
        Append first = new Append(ORDER, ExpectedVersion.any(), List.of(event(1)));
        Append second = new Append(CUSTOMER, ExpectedVersion.any(), List.of(event(1)));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Commit.of(first, second))
                .withMessageContaining("twice");
    }

    @Test
    void a_later_change_of_the_list_does_not_reach_it() {
        List<SerializedEvent> events = new ArrayList<>(List.of(event(1)));
        Commit commit = Commit.append(ORDER, ExpectedVersion.any(), events);

        events.add(event(2));

        assertThat(commit.eventCount()).isEqualTo(1);
    }

    private static SerializedEvent event(long id) {
        return new SerializedEvent(new UUID(0, id), new EventType("order-placed", 1), "{}", Metadata.none());
    }
}
