package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A commit is stored whole or not at all, and does not mind the company it is sent in. */
abstract class CommitContract extends StoreFixture {

    CommitContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void one_commit_appends_to_several_streams() {
        List<SerializedEvent> order = samples.events(2);
        List<SerializedEvent> customer = samples.events(3);
        CommitResult result = store().commit(Commit.of(
                new Append(ORDER, ExpectedVersion.noneYet(), order),
                new Append(CUSTOMER, ExpectedVersion.noneYet(), customer)));
        assertThat(result).isEqualTo(committed(5, 2, 3));
        assertThat(events(wholeStream(ORDER))).isEqualTo(order);
        assertThat(events(wholeStream(CUSTOMER))).isEqualTo(customer);
        List<SerializedEvent> both = new ArrayList<>(order);
        both.addAll(customer);
        assertThat(events(wholeLog())).isEqualTo(both);
    }

    @Test
    void a_conflict_in_the_second_stream_leaves_the_first_untouched() {
        append(CUSTOMER, 1);
        CommitResult result = store().commit(Commit.of(
                new Append(ORDER, ExpectedVersion.noneYet(), samples.events(2)),
                new Append(CUSTOMER, ExpectedVersion.noneYet(), samples.events(2))));
        assertThat(result).isEqualTo(conflict(CUSTOMER, ExpectedVersion.noneYet(), 1));
        assertThat(store().version(ORDER)).isEqualTo(Version.NONE);
        assertThat(wholeLog()).hasSize(1);
    }

    @Test
    void a_conflict_in_the_first_stream_leaves_the_second_untouched() {
        append(ORDER, 1);
        CommitResult result = store().commit(Commit.of(
                new Append(ORDER, ExpectedVersion.exactly(0), samples.events(2)),
                new Append(CUSTOMER, ExpectedVersion.any(), samples.events(2))));
        assertThat(result).isEqualTo(conflict(ORDER, ExpectedVersion.exactly(0), 1));
        assertThat(store().version(CUSTOMER)).isEqualTo(Version.NONE);
        assertThat(wholeLog()).hasSize(1);
    }

    @Test
    void the_first_stream_that_disagrees_is_the_one_named() {
        append(ORDER, 2);
        CommitResult result = store().commit(Commit.of(
                new Append(StreamId.of("invoice", "1"), ExpectedVersion.any(), samples.events(1)),
                new Append(ORDER, ExpectedVersion.exactly(7), samples.events(1)),
                new Append(CUSTOMER, ExpectedVersion.exists(), samples.events(1))));
        assertThat(result).isEqualTo(conflict(ORDER, ExpectedVersion.exactly(7), 2));
    }

    @Test
    void an_invalid_event_leaves_the_whole_commit_out() {
        append(CUSTOMER, 1);
        List<CommitResult> results = store().commit(List.of(Commit.of(
                new Append(ORDER, ExpectedVersion.noneYet(), samples.events(2)),
                new Append(CUSTOMER, ExpectedVersion.any(), List.of(samples.event(), samples.event("no JSON"))))));
        assertInvalid(results.getFirst());
        assertThat(store().version(ORDER)).isEqualTo(Version.NONE);
        assertThat(wholeLog()).hasSize(1);
        assertThat(store().head()).isEqualTo(Position.of(1));
    }

    @Test
    void a_conflict_amid_a_list_leaves_its_neighbours_alone() {
        SerializedEvent before = samples.event();
        SerializedEvent after = samples.event();
        List<CommitResult> results = store().commit(List.of(
                Commit.append(ORDER, ExpectedVersion.noneYet(), before),
                Commit.append(CUSTOMER, ExpectedVersion.exists(), samples.event()),
                Commit.append(CUSTOMER, ExpectedVersion.noneYet(), after)));
        assertThat(results)
                .containsExactly(committed(1, 1), conflict(CUSTOMER, ExpectedVersion.exists(), 0), committed(2, 1));
        assertThat(events(wholeLog())).containsExactly(before, after);
    }

    @Test
    void an_invalid_commit_amid_a_list_leaves_its_neighbours_alone() {
        SerializedEvent before = samples.event();
        SerializedEvent after = samples.event();
        List<CommitResult> results = store().commit(List.of(
                Commit.append(ORDER, ExpectedVersion.any(), before),
                Commit.append(ORDER, ExpectedVersion.any(), samples.event(), samples.event("{")),
                Commit.append(ORDER, ExpectedVersion.any(), after)));
        assertThat(results).hasSize(3).startsWith(committed(1, 1)).endsWith(committed(2, 2));
        assertInvalid(results.get(1));
        assertThat(events(wholeLog())).containsExactly(before, after);
    }

    @Test
    void a_repeat_amid_a_list_leaves_its_neighbours_alone() {
        Commit earlier = Commit.append(ORDER, ExpectedVersion.noneYet(), samples.events(2));
        store().commit(earlier);
        SerializedEvent before = samples.event();
        SerializedEvent after = samples.event();
        List<CommitResult> results = store().commit(List.of(
                Commit.append(ORDER, ExpectedVersion.exactly(2), before),
                earlier,
                Commit.append(ORDER, ExpectedVersion.exactly(3), after)));
        assertThat(results).containsExactly(committed(3, 3), duplicate(2, 2), committed(4, 4));
        assertThat(events(wholeLog())).hasSize(4).endsWith(before, after);
    }

    @Test
    void commits_of_one_list_build_on_each_other() {
        List<Commit> chain = new ArrayList<>();
        List<CommitResult> expected = new ArrayList<>();
        for (int version = 0; version < 300; version++) {
            chain.add(Commit.append(ORDER, ExpectedVersion.exactly(version), samples.event()));
            expected.add(committed(version + 1, version + 1));
        }
        assertThat(store().commit(chain)).isEqualTo(expected);
        assertThat(store().version(ORDER)).isEqualTo(Version.of(300));
    }

    @Test
    void a_commit_built_on_one_that_conflicts_conflicts_as_well() {
        List<CommitResult> results = store().commit(List.of(
                Commit.append(ORDER, ExpectedVersion.noneYet(), samples.event()),
                Commit.append(ORDER, ExpectedVersion.exactly(5), samples.event()),
                Commit.append(ORDER, ExpectedVersion.exactly(6), samples.event()),
                Commit.append(ORDER, ExpectedVersion.exactly(1), samples.event())));
        assertThat(results)
                .containsExactly(
                        committed(1, 1),
                        conflict(ORDER, ExpectedVersion.exactly(5), 1),
                        conflict(ORDER, ExpectedVersion.exactly(6), 1),
                        committed(2, 2));
        assertThat(wholeLog()).hasSize(2);
    }

    @Test
    void a_list_of_no_commits_changes_nothing() {
        append(ORDER, 1);
        assertThat(store().commit(List.of())).isEmpty();
        assertThat(wholeLog()).hasSize(1);
    }

    private static void assertInvalid(CommitResult result) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        CommitResult.Failed.class,
                        failed -> assertThat(failed.error()).isInstanceOf(InvalidEventException.class));
    }
}
