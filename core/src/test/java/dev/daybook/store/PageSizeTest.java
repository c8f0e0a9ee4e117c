package dev.daybook.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class PageSizeTest {

    private static final int MEBI = 1 << 20;

    private final PageSize size = new PageSize();

    @Test
    void pages_of_small_events_grow_to_a_thousand() {
        List<Integer> limits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            limits.add(size.limit());
            assertThat(size.mayFollow(page(size.limit(), 100))).isTrue();
        }
        assertThat(limits).containsExactly(100, 200, 400, 800, 1_000, 1_000);
    }

    @Test
    void pages_beyond_the_budget_are_halved_down_to_one_event() {
        List<Integer> limits = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            limits.add(size.limit());
            assertThat(size.mayFollow(page(size.limit(), 5 * MEBI))).isTrue();
        }
        assertThat(limits).containsExactly(100, 50, 25, 12, 6, 3, 1, 1);
    }

    @Test
    void a_page_that_would_be_beyond_the_budget_when_doubled_is_not() {
        size.mayFollow(page(100, 5 * MEBI / 2 / 100));
        assertThat(size.limit()).isEqualTo(100);
        size.mayFollow(page(100, 2 * MEBI / 100));
        assertThat(size.limit()).isEqualTo(200);
    }

    @Test
    void user_metadata_counts_like_data() {
        StoredEvent event = event("{}", Map.of("k".repeat(2 * MEBI), "v".repeat(3 * MEBI)));
        assertThat(size.mayFollow(List.of(event))).isFalse();
        assertThat(size.limit()).isEqualTo(50);
    }

    @Test
    void a_short_or_empty_page_is_the_last_and_changes_nothing() {
        assertThat(size.mayFollow(page(99, 10))).isFalse();
        assertThat(size.mayFollow(List.of())).isFalse();
        assertThat(size.limit()).isEqualTo(100);
    }

    private static List<StoredEvent> page(int events, int characters) {
        return Collections.nCopies(events, event("x".repeat(characters), Map.of()));
    }

    private static StoredEvent event(String data, Map<String, String> user) {
        return new StoredEvent(
                StreamId.of("order", "1"),
                Version.of(1),
                Position.of(1),
                Instant.EPOCH,
                new SerializedEvent(new UUID(0, 1), new EventType("happened", 1), data, Metadata.of(null, null, user)));
    }
}
