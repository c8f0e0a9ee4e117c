package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.ConfigurationException;
import dev.daybook.DaybookException;
import dev.daybook.store.CommitResult;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.CommitResult.Failed;
import dev.daybook.store.EventStore;
import dev.daybook.store.InlineAttachment;
import dev.daybook.store.Position;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** An inline read model is brought up to date where others append without it, and never keeps anybody from appending. */
abstract class InlineAttachmentContract extends InlineFixture {

    /** More than an append folds along with its own events. */
    private static final int MANY = 1_200;

    InlineAttachmentContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    @Test
    void it_catches_up_with_what_was_appended_before() {
        for (int i = 0; i < 30; i++) {
            store().commit(naming(ORDER, "a", "b"));
            append(CUSTOMER, 50);
        }
        InlineAttachment attachment = attach(store(), counts);
        assertThat(attachment.catchUp()).as("anything is left").isFalse();
        assertCount("a", 30);
        assertCount("b", 30);
        assertThat(followed()).isEqualTo(store().head());
        store().commit(naming(ORDER, "a"));
        assertCount("a", 31);
    }

    @Test
    void after_a_restart_it_goes_on_from_where_it_was() {
        attach(store(), counts);
        store().commit(naming(ORDER, "a"));
        EventStore without = openAnother();
        without.commit(naming(ORDER, "a"));
        CountingReadModel anew = new CountingReadModel(COUNTS, DEFINITION);
        EventStore restarted = openAnother();
        attach(restarted, anew);
        assertCount("a", 2);
        assertThat(anew.seen()).hasSize(1);
        assertThat(restarted.commit(naming(ORDER, "a"))).isEqualTo(committed(3, 3));
        assertCount("a", 3);
    }

    @Test
    void what_others_append_without_it_is_folded_with_the_next_append() {
        attach(store(), counts);
        store().commit(naming(ORDER, "a"));
        openAnother().commit(List.of(naming(ORDER, "a", "b"), naming(CUSTOMER, "-b")));
        List<CommitResult> results = store().commit(List.of(naming(ORDER, "a"), naming(CUSTOMER, "b")));
        assertThat(results).containsExactly(committed(5, 4), committed(6, 2));
        assertCount("a", 3);
        assertCount("b", 1);
        assertThat(followed()).isEqualTo(store().head());
    }

    @Test
    void of_what_others_append_without_it_much_is_left_until_it_is_caught_up() {
        InlineAttachment attachment = attach(store(), counts);
        store().commit(naming(ORDER, "a"));
        String[] names = new String[MANY / 2];
        Arrays.fill(names, "a");
        EventStore without = openAnother();
        without.commit(naming(ORDER, names));
        without.commit(naming(ORDER, names));
        assertThat(store().commit(naming(ORDER, "a"))).isInstanceOf(Committed.class);
        assertCount("a", 1);
        assertThat(attachment.catchUp()).isTrue();
        assertCount("a", MANY + 2);
        store().commit(naming(ORDER, "a"));
        assertCount("a", MANY + 3);
    }

    @Test
    void what_others_have_appended_and_cannot_be_folded_keeps_nobody_from_appending() {
        InlineAttachment attachment = attach(store(), counts);
        store().commit(naming(ORDER, "a"));
        openAnother().commit(naming(ORDER, "a", CountingReadModel.POISON));
        assertThat(store().commit(List.of(naming(ORDER, "a"), naming(ORDER, CountingReadModel.POISON))))
                .allSatisfy(result -> assertThat(result).isInstanceOf(Committed.class));
        assertThatThrownBy(attachment::catchUp)
                .isInstanceOf(DaybookException.class)
                .hasMessageContaining("Nobody can count poison");
        assertThat(store().commit(naming(ORDER, "a"))).isInstanceOf(Committed.class);
        assertCount("a", 1);
        assertThat(followed()).isEqualTo(Position.of(1));
    }

    @Test
    void a_generation_of_another_definition_is_left_alone() {
        attach(store(), counts);
        store().commit(naming(ORDER, "a"));
        EventStore changed = openAnother();
        InlineAttachment attachment = attach(changed, new CountingReadModel(COUNTS, "counting otherwise"));
        assertThat(attachment.catchUp()).isFalse();
        assertThat(changed.commit(naming(ORDER, "a"))).isEqualTo(committed(2, 2));
        assertCount("a", 1);
        assertThat(store().commit(naming(ORDER, "a"))).isEqualTo(committed(3, 3));
        assertCount("a", 3);
    }

    @Test
    void attached_anew_it_brings_itself_up_to_date() {
        InlineAttachment attachment = attach(store(), counts);
        openAnother().commit(naming(ORDER, "a"));
        attachment.close();
        attach(store(), counts);
        assertCount("a", 1);
        assertThat(store().commit(naming(ORDER, "a"))).isEqualTo(committed(2, 2));
        assertCount("a", 2);
    }

    @Test
    void appends_go_on_without_it_once_it_is_let_go() {
        InlineAttachment attachment = attach(store(), counts);
        store().commit(naming(ORDER, "a"));
        attachment.close();
        attachment.close();
        assertThat(store().commit(naming(ORDER, CountingReadModel.POISON))).isEqualTo(committed(2, 2));
        assertCount("a", 1);
        assertThat(followed()).isEqualTo(Position.of(1));
    }

    @Test
    void it_is_attached_once() {
        attach(store(), counts);
        assertThatThrownBy(() -> store().attach(new CountingReadModel(COUNTS, DEFINITION)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(COUNTS);
        store().commit(naming(ORDER, "a"));
        assertCount("a", 1);
    }

    @Test
    void an_event_that_cannot_be_folded_refuses_its_append_again_once_all_before_it_are_folded() {
        attach(store(), counts);
        openAnother().commit(naming(ORDER, "a"));
        assertThat(store().commit(List.of(naming(ORDER, CountingReadModel.POISON), naming(ORDER, "a"))))
                .satisfiesExactly(
                        refused -> assertThat(refused).isInstanceOf(Failed.class),
                        stored -> assertThat(stored).isEqualTo(committed(2, 2)));
        assertCount("a", 2);
    }

    @Test
    void appends_made_while_it_is_attached_are_all_in_it() throws Exception {
        AtomicBoolean attached = new AtomicBoolean();
        Callable<Integer> attach = () -> {
            attach(store(), counts);
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
            assertThat(store().commit(naming(ORDER, "a"))).isInstanceOf(Committed.class);
        }
        return appended;
    }
}
