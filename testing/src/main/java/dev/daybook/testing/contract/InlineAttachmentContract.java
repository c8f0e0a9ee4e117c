package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.ConfigurationException;
import dev.daybook.DaybookException;
import dev.daybook.store.CommitResult;
import dev.daybook.store.CommitResult.Failed;
import dev.daybook.store.EventStore;
import dev.daybook.store.InlineAttachment;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** An inline read model catches up when it is attached, and notices appends that were made without it. */
abstract class InlineAttachmentContract extends InlineFixture {

    InlineAttachmentContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void it_catches_up_with_what_was_appended_before() {
        for (int i = 0; i < 30; i++) {
            store().commit(naming(ORDER, "a", "b"));
            append(CUSTOMER, 50);
        }
        store().attach(counts);
        assertCount("a", 30);
        assertCount("b", 30);
        assertThat(followed()).isEqualTo(store().head());
        store().commit(naming(ORDER, "a"));
        assertCount("a", 31);
    }

    @Test
    void after_a_restart_it_goes_on_from_where_it_was() {
        store().attach(counts);
        store().commit(naming(ORDER, "a"));
        EventStore without = openAnother();
        without.commit(naming(ORDER, "a"));
        CountingReadModel anew = new CountingReadModel(COUNTS, 1);
        EventStore restarted = openAnother();
        restarted.attach(anew);
        assertCount("a", 2);
        assertThat(anew.seen()).hasSize(1);
        assertThat(restarted.commit(naming(ORDER, "a"))).isEqualTo(committed(3, 3));
        assertCount("a", 3);
    }

    @Test
    void an_append_of_a_process_that_does_not_run_it_is_noticed() {
        store().attach(counts);
        store().commit(naming(ORDER, "a"));
        openAnother().commit(naming(ORDER, "a"));
        List<CommitResult> results = store().commit(List.of(naming(ORDER, "a"), naming(CUSTOMER, "b")));
        assertThat(results)
                .hasSize(2)
                .allSatisfy(result -> assertThat(result)
                        .isInstanceOfSatisfying(
                                Failed.class,
                                failed -> assertThat(failed.error())
                                        .isInstanceOf(StoreUnavailableException.class)
                                        .hasMessageContaining(COUNTS)
                                        .hasMessageContaining("start this one again")));
        assertThat(wholeLog()).hasSize(2);
        assertCount("a", 1);
    }

    @Test
    void attached_anew_it_brings_itself_up_to_date() {
        InlineAttachment attachment = store().attach(counts);
        openAnother().commit(naming(ORDER, "a"));
        attachment.close();
        store().attach(counts);
        assertCount("a", 1);
        assertThat(store().commit(naming(ORDER, "a"))).isEqualTo(committed(2, 2));
        assertCount("a", 2);
    }

    @Test
    void appends_go_on_without_it_once_it_is_let_go() {
        InlineAttachment attachment = store().attach(counts);
        store().commit(naming(ORDER, "a"));
        attachment.close();
        attachment.close();
        assertThat(store().commit(naming(ORDER, CountingReadModel.POISON))).isEqualTo(committed(2, 2));
        assertCount("a", 1);
        assertThat(followed()).isEqualTo(Position.of(1));
    }

    @Test
    void it_is_attached_once() {
        store().attach(counts);
        assertThatThrownBy(() -> store().attach(new CountingReadModel(COUNTS, 1)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(COUNTS);
        store().commit(naming(ORDER, "a"));
        assertCount("a", 1);
    }

    @Test
    void what_cannot_be_caught_up_is_not_attached() {
        store().commit(naming(ORDER, "a", CountingReadModel.POISON));
        assertThatThrownBy(() -> store().attach(counts))
                .isInstanceOf(DaybookException.class)
                .hasMessageContaining("Nobody can count poison");
        assertThat(store().commit(naming(ORDER, CountingReadModel.POISON))).isEqualTo(committed(3, 3));
    }

    @Test
    void appends_made_while_it_is_attached_are_all_in_it() throws Exception {
        AtomicBoolean attached = new AtomicBoolean();
        Callable<Integer> attach = () -> {
            store().attach(counts);
            attached.set(true);
            return 0;
        };
        int appended = Together.run(List.of(attach, () -> appendUntil(attached), () -> appendUntil(attached))).stream()
                .mapToInt(Integer::intValue)
                .sum();
        assertThat(wholeLog()).hasSize(appended);
        assertThat(followed()).isEqualTo(Position.of(appended));
        assertCount("a", appended);
    }

    /** Also some when it is attached. */
    private int appendUntil(AtomicBoolean attached) {
        int appended = 0;
        for (int after = 0; after < 10; appended++) {
            after += attached.get() ? 1 : 0;
            assertThat(store().commit(naming(ORDER, "a"))).isInstanceOf(CommitResult.Committed.class);
        }
        return appended;
    }
}
