package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StreamId;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** An event id is stored once, so that any commit may be sent again. */
abstract class RepeatContract extends StoreFixture {

    RepeatContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void a_commit_sent_again_changes_nothing_and_tells_where_it_is() {
        Commit commit = Commit.append(ORDER, ExpectedVersion.any(), samples.events(2));
        assertThat(store().commit(commit)).isEqualTo(committed(2, 2));
        assertThat(store().commit(commit)).isEqualTo(duplicate(2, 2));
        assertThat(wholeLog()).hasSize(2);
    }

    @Test
    void a_repeat_tells_the_first_position_and_version_though_the_stream_has_gone_on() {
        append(CUSTOMER, 3);
        Commit commit = Commit.append(ORDER, ExpectedVersion.noneYet(), samples.events(2));
        store().commit(commit);
        append(ORDER, 4);
        assertThat(store().commit(commit)).isEqualTo(duplicate(5, 2));
        assertThat(openAnother().commit(commit)).isEqualTo(duplicate(5, 2));
        assertThat(wholeLog()).hasSize(9);
    }

    @Test
    void a_repeat_is_known_before_its_expected_version_is_looked_at() {
        List<SerializedEvent> events = samples.events(2);
        store().commit(Commit.append(ORDER, ExpectedVersion.exactly(0), events));
        assertThat(store().commit(Commit.append(ORDER, ExpectedVersion.exactly(0), events)))
                .isEqualTo(duplicate(2, 2));
        assertThat(store().commit(Commit.append(ORDER, ExpectedVersion.exactly(77), events)))
                .isEqualTo(duplicate(2, 2));
        assertThat(wholeLog()).hasSize(2);
    }

    @Test
    void a_repeat_of_several_streams_tells_the_version_of_each() {
        append(CUSTOMER, 5);
        Commit commit = Commit.of(
                new Append(ORDER, ExpectedVersion.noneYet(), samples.events(2)),
                new Append(CUSTOMER, ExpectedVersion.exactly(5), samples.events(1)));
        assertThat(store().commit(commit)).isEqualTo(committed(8, 2, 6));
        append(CUSTOMER, 1);
        assertThat(store().commit(commit)).isEqualTo(duplicate(8, 2, 6));
        assertThat(wholeLog()).hasSize(9);
    }

    @Test
    void a_commit_that_stands_twice_in_one_list_is_stored_once() {
        Commit commit = Commit.append(ORDER, ExpectedVersion.noneYet(), samples.events(2));
        assertThat(store().commit(List.of(commit, commit, commit)))
                .containsExactly(committed(2, 2), duplicate(2, 2), duplicate(2, 2));
        assertThat(wholeLog()).hasSize(2);
    }

    @Test
    void a_commit_is_no_repeat_of_one_that_comes_after_it_in_the_list() {
        SerializedEvent event = samples.event();
        Commit premature = Commit.append(ORDER, ExpectedVersion.exactly(5), event);
        Commit good = Commit.append(ORDER, ExpectedVersion.noneYet(), event);
        assertThat(store().commit(List.of(premature, good, premature)))
                .containsExactly(conflict(ORDER, ExpectedVersion.exactly(5), 0), committed(1, 1), duplicate(1, 1));
        assertThat(wholeLog()).hasSize(1);
    }

    @Test
    void a_commit_that_conflicted_may_be_sent_again_with_the_same_ids() {
        append(ORDER, 1);
        List<SerializedEvent> events = samples.events(2);
        assertThat(store().commit(Commit.append(ORDER, ExpectedVersion.noneYet(), events)))
                .isEqualTo(conflict(ORDER, ExpectedVersion.noneYet(), 1));
        assertThat(store().commit(Commit.append(ORDER, ExpectedVersion.exactly(1), events)))
                .isEqualTo(committed(3, 3));
        assertThat(events(wholeStream(ORDER))).hasSize(3).endsWith(events.getFirst(), events.getLast());
    }

    @Test
    void a_repeat_is_told_the_version_of_a_stream_that_was_only_checked_as_it_was_then() {
        append(CUSTOMER, 2);
        Commit commit = Commit.of(
                new Append(CUSTOMER, ExpectedVersion.exactly(2), List.of()),
                new Append(ORDER, ExpectedVersion.noneYet(), samples.events(1)));
        assertThat(store().commit(commit)).isEqualTo(committed(3, 2, 1));
        append(CUSTOMER, 3);
        append(ORDER, 1);
        assertThat(store().commit(commit)).isEqualTo(duplicate(3, 2, 1));
        assertThat(wholeLog()).hasSize(7);
    }

    @Test
    void an_id_of_another_stream_is_refused() {
        SerializedEvent stored = append(CUSTOMER, 3).get(1);
        assertReuseRefused(stored, Commit.append(ORDER, ExpectedVersion.any(), stored));
    }

    @Test
    void an_id_that_is_stored_beside_one_that_is_new_is_refused() {
        SerializedEvent stored = append(CUSTOMER, 3).get(1);
        assertReuseRefused(stored, Commit.append(CUSTOMER, ExpectedVersion.any(), stored, samples.event()));
        assertReuseRefused(stored, Commit.append(CUSTOMER, ExpectedVersion.any(), samples.event(), stored));
        assertReuseRefused(
                stored,
                Commit.of(
                        new Append(ORDER, ExpectedVersion.any(), samples.events(1)),
                        new Append(CUSTOMER, ExpectedVersion.any(), List.of(stored))));
    }

    @Test
    void ids_in_another_order_or_with_gaps_are_refused() {
        List<SerializedEvent> customer = append(CUSTOMER, 3);
        List<SerializedEvent> order = append(ORDER, 1);
        List<Commit> changed = List.of(
                Commit.append(CUSTOMER, ExpectedVersion.any(), customer.get(2), customer.get(1)),
                Commit.append(CUSTOMER, ExpectedVersion.any(), customer.get(0), customer.get(2)),
                Commit.of(
                        new Append(ORDER, ExpectedVersion.any(), order),
                        new Append(CUSTOMER, ExpectedVersion.any(), customer)));
        for (Commit commit : changed) {
            assertThatThrownBy(() -> store().commit(commit))
                    .isInstanceOf(InvalidEventException.class)
                    .hasMessageContaining("customer-1");
        }
        assertThat(wholeLog()).hasSize(4);
    }

    @Test
    void a_reused_id_is_refused_before_the_expected_version_is_looked_at() {
        SerializedEvent stored = append(CUSTOMER, 3).get(1);
        assertReuseRefused(stored, Commit.append(ORDER, ExpectedVersion.exactly(9), stored));
    }

    @Test
    void ids_may_have_any_value() {
        SerializedEvent smallest = withId(new UUID(0, 0));
        SerializedEvent greatest = withId(new UUID(-1, -1));
        SerializedEvent random = withId(UUID.randomUUID());
        store().commit(Commit.append(ORDER, ExpectedVersion.any(), greatest, smallest, random));
        assertThat(events(wholeLog())).containsExactly(greatest, smallest, random);
        for (SerializedEvent event : List.of(smallest, greatest, random)) {
            assertThat(store().find(event.id()).orElseThrow().event()).isEqualTo(event);
        }
    }

    private SerializedEvent withId(UUID id) {
        SerializedEvent sample = samples.event();
        return new SerializedEvent(id, sample.type(), sample.data(), sample.metadata());
    }

    /** The log holds three events of a customer; the second is the one whose id is used again. */
    private void assertReuseRefused(SerializedEvent stored, Commit commit) {
        assertThatThrownBy(() -> store().commit(commit))
                .isInstanceOf(InvalidEventException.class)
                .hasMessageContaining(stored.id().toString())
                .hasMessageContaining("version 2 of stream customer-1");
        assertThat(wholeLog()).hasSize(3);
        assertThat(store().version(StreamId.of("order", "1")).value()).isZero();
    }
}
