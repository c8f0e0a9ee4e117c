package dev.daybook.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.EventStore;
import dev.daybook.store.InlineAttachment;
import dev.daybook.store.PageSize;
import dev.daybook.store.Position;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Appends carry a read model along that others have not, and never do much for it while all others wait. */
@Timeout(360)
final class InlineFollowerTest {

    /** More than appends fold along, or a swap at its first try. */
    private static final int MANY = 1_200;

    @TempDir
    private Path directory;

    private static void commit(EventStore store, int events) {
        assertThat(store.commit(EventCount.counted(events))).isInstanceOf(Committed.class);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_large_is_left_to_who_catches_up(Engine engine) {
        TestDatabase database = engine.database(directory);
        try (SqlEventStore store = database.open();
                SqlEventStore without = database.open()) {
            int generation = EventCount.begin(store);
            try (InlineAttachment attachment = store.attach(new EventCount())) {
                String large = '"' + "x".repeat(300_000) + '"';
                for (int bytes = 0; bytes <= PageSize.BYTES; bytes += 2 * large.length()) {
                    without.commit(EventCount.counted(1, large));
                }
                commit(store, 1);
                assertThat(EventCount.reached(store, generation)).isEqualTo(Position.START);
                commit(store, 1);
                assertThat(attachment.catchUp()).isTrue();
                assertThat(EventCount.in(store, generation))
                        .isEqualTo((int) store.head().value());
                commit(store, 1);
                assertThat(EventCount.reached(store, generation)).isEqualTo(store.head());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_generation_that_keeps_its_distance_serves_after_some_tries(Engine engine) {
        TestDatabase database = engine.database(directory);
        try (SqlEventStore store = database.open()) {
            EventCount.begin(store, "another definition");
            int next = EventCount.begin(store);
            for (int i = 0; i < MANY / 100; i++) {
                commit(store, 100);
            }
            try (InlineAttachment attachment = store.attach(new EventCount())) {
                assertThat(attachment.swap(next)).as("at the first try").isFalse();
                boolean serves = false;
                for (int i = 0; i < 10 && !serves; i++) {
                    commit(store, 1);
                    serves = attachment.swap(next);
                }
                assertThat(serves).isTrue();
                assertThat(EventCount.in(store, next))
                        .isEqualTo((int) store.head().value());
                commit(store, 1);
                assertThat(EventCount.in(store, next))
                        .isEqualTo((int) store.head().value());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void who_catches_up_ends_with_a_page_once_it_is_closed(Engine engine) {
        TestDatabase database = engine.database(directory);
        try (SqlEventStore store = database.open()) {
            int generation = EventCount.begin(store);
            for (int i = 0; i < MANY / 100; i++) {
                commit(store, 100);
            }
            AtomicReference<InlineAttachment> open = new AtomicReference<>();
            EventCount closing = new EventCount(() -> open.get().close());
            open.set(store.attach(closing));
            open.get().catchUp();
            assertThat(EventCount.reached(store, generation).value())
                    .isPositive()
                    .isLessThan(MANY);
            assertThat(EventCount.in(store, generation))
                    .isEqualTo((int) EventCount.reached(store, generation).value());
        }
    }
}
