package dev.daybook.testing.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.CommitResult.Failed;
import dev.daybook.store.Document;
import dev.daybook.store.EventStore;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Position;
import dev.daybook.store.StreamId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A read model that is attached changes with every append, or the append is refused. */
abstract class InlineContract extends InlineFixture {

    InlineContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void documents_have_changed_when_an_append_is_answered() {
        attach(store(), counts);
        for (int i = 1; i <= 5; i++) {
            assertThat(store().commit(naming(ORDER, "a"))).isEqualTo(committed(i, i));
            assertCount("a", i);
        }
        assertThat(counted(store(), "a"))
                .containsEntry("a", new Document("a", Position.of(1), Position.of(5), CountingReadModel.counted(5)));
        assertThat(followed()).isEqualTo(Position.of(5));
    }

    @Test
    void one_document_is_made_from_the_events_of_many_streams() {
        attach(store(), counts);
        Commit several = new Commit(List.of(
                naming(ORDER, "a", "b", "a").appends().getFirst(),
                naming(CUSTOMER, "a").appends().getFirst()));
        store().commit(List.of(several, naming(StreamId.of("order", "2"), "b", "c"), naming(CUSTOMER, "c")));
        assertCount("a", 3);
        assertCount("b", 2);
        assertCount("c", 2);
    }

    @Test
    void events_are_folded_as_they_are_stored() {
        attach(store(), counts);
        store().commit(List.of(
                naming(ORDER, "a", "b"),
                Commit.append(ORDER, ExpectedVersion.exactly(9), samples.event()),
                new Commit(List.of(
                        new Append(ORDER, ExpectedVersion.exactly(2), List.of()),
                        naming(CUSTOMER, "a").appends().getFirst()))));
        store().commit(naming(ORDER, "c"));
        assertThat(wholeLog()).hasSize(4);
        assertThat(counts.seen()).isEqualTo(wholeLog());
    }

    @Test
    void appends_that_are_left_out_are_not_folded() {
        attach(store(), counts);
        List<CommitResult> results = store().commit(List.of(
                naming(ORDER, "a"),
                new Commit(List.of(new Append(
                        ORDER,
                        ExpectedVersion.noneYet(),
                        naming(ORDER, "a").appends().getFirst().events()))),
                naming(CUSTOMER, "a")));
        assertThat(results)
                .containsExactly(committed(1, 1), conflict(ORDER, ExpectedVersion.noneYet(), 1), committed(2, 1));
        assertCount("a", 2);
    }

    @Test
    void a_repeated_append_is_not_folded_again() {
        attach(store(), counts);
        Commit commit = naming(ORDER, "a");
        store().commit(commit);
        assertThat(store().commit(commit)).isEqualTo(duplicate(1, 1));
        assertCount("a", 1);
    }

    @Test
    void an_append_that_cannot_be_folded_is_refused_and_no_other() {
        attach(store(), counts);
        List<CommitResult> results = store().commit(List.of(
                naming(ORDER, "a"),
                naming(ORDER, "a", CountingReadModel.POISON),
                naming(CUSTOMER, CountingReadModel.POISON),
                naming(ORDER, "a")));
        assertThat(results.get(0)).isEqualTo(committed(1, 1));
        for (CommitResult refused : results.subList(1, 3)) {
            assertThat(refused)
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.error())
                                    .hasMessageContaining(COUNTS)
                                    .hasMessageContaining("Nobody can count poison"));
        }
        assertThat(results.get(3)).isEqualTo(committed(2, 2));
        assertThat(wholeLog()).hasSize(2);
        assertCount("a", 2);
        assertThat(followed()).isEqualTo(Position.of(2));
    }

    @Test
    void documents_are_deleted_and_made_again() {
        attach(store(), counts);
        store().commit(naming(ORDER, "a", "a", "b"));
        store().commit(naming(ORDER, "-a"));
        assertThat(counted(store(), "a", "b")).containsOnlyKeys("b");
        store().commit(List.of(naming(ORDER, "a"), naming(ORDER, "-b"), naming(ORDER, "b")));
        assertCount("a", 1);
        assertCount("b", 1);
    }

    @Test
    void events_that_it_is_not_made_from_pass_it_by() {
        attach(store(), counts);
        append(ORDER, 3);
        store().commit(naming(ORDER, "a"));
        assertThat(counts.seen()).hasSize(1);
        assertThat(followed()).isEqualTo(Position.of(4));
    }

    @Test
    void several_read_models_change_together() {
        CountingReadModel others = new CountingReadModel("other-counts", DEFINITION);
        attach(store(), counts);
        attach(store(), others);
        store().commit(naming(ORDER, "a"));
        store().commit(List.of(naming(ORDER, CountingReadModel.POISON)));
        store().commit(List.of(naming(ORDER, "a"), naming(ORDER, "b")));
        assertThat(store().documents().load("other-counts", 1, Set.of("a", "b")))
                .isEqualTo(counted(store(), "a", "b"))
                .hasSize(2);
    }

    @Test
    void nobody_who_was_answered_ever_reads_an_older_document() throws Exception {
        attach(store(), counts);
        EventStore second = openAnother();
        attach(second, new CountingReadModel(COUNTS, DEFINITION));
        int each = 20;
        List<Integer> stale = Together.run(8, task -> countUp(task % 2 == 0 ? store() : second, "key-" + task, each));
        assertThat(stale).containsOnly(0);
        assertThat(wholeLog()).hasSize(8 * each * 2);
        assertCount("shared", 8 * each);
    }

    /** Appends, reads at once, and tells how often it read something else than it must. */
    private Callable<Integer> countUp(EventStore own, String key, int times) {
        return () -> {
            int stale = 0;
            int sharedBefore = 0;
            for (int i = 1; i <= times; i++) {
                assertThat(own.commit(naming(StreamId.of("order", key), key, "shared")))
                        .isInstanceOf(Committed.class);
                Map<String, Document> documents = counted(own, key, "shared");
                int shared = CountingReadModel.count(requireNonNull(documents.get("shared")));
                stale += CountingReadModel.count(requireNonNull(documents.get(key))) == i && shared > sharedBefore
                        ? 0
                        : 1;
                sharedBefore = shared;
            }
            return stale;
        };
    }
}
