package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventFilter;
import dev.daybook.store.EventPage;
import dev.daybook.store.EventType;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Pages of the log that hold only what a filter accepts. */
abstract class FilteredReadingContract extends StoreFixture {

    private static final EventType PLACED = new EventType("order-placed", 1);
    private static final EventType PLACED_AGAIN = new EventType("order-placed", 2);
    private static final EventType PAID = new EventType("order-paid", 1);

    FilteredReadingContract(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    private void append(StreamId stream, EventType type) {
        assertThat(store().commit(Commit.append(stream, ExpectedVersion.any(), samples.event(type))))
                .isInstanceOf(CommitResult.Committed.class);
    }

    /** 1 placed, 2 a customer, 3 placed in another revision, 4 paid, 5 a customer, 6 an order of another category. */
    private void appendSome() {
        append(ORDER, PLACED);
        append(CUSTOMER, 1);
        append(ORDER, PLACED_AGAIN);
        append(ORDER, PAID);
        append(CUSTOMER, 1);
        append(StreamId.of("orders", "1-2"), PLACED);
    }

    private List<Long> accepted(EventFilter filter) {
        EventPage page = store().readAll(Position.START, 100, filter);
        assertThat(page.reached()).isEqualTo(store().head());
        return page.events().stream().map(event -> event.position().value()).toList();
    }

    @Test
    void the_types_of_a_filter_are_of_any_revision() {
        appendSome();
        assertThat(accepted(EventFilter.types(Set.of("order-placed")))).containsExactly(1L, 3L, 6L);
        assertThat(accepted(EventFilter.types(Set.of("order-placed", "order-paid"))))
                .containsExactly(1L, 3L, 4L, 6L);
        assertThat(accepted(EventFilter.types(Set.of("order")))).isEmpty();
    }

    @Test
    void the_categories_of_a_filter_are_compared_whole() {
        appendSome();
        assertThat(accepted(new EventFilter(Set.of(), Set.of("order")))).containsExactly(1L, 3L, 4L);
        assertThat(accepted(new EventFilter(Set.of(), Set.of("orders", "customer"))))
                .containsExactly(2L, 5L, 6L);
        assertThat(accepted(new EventFilter(Set.of("order-placed"), Set.of("orders"))))
                .containsExactly(6L);
        assertThat(accepted(EventFilter.all())).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }

    @Test
    void what_is_accepted_is_whole() {
        appendSome();
        List<StoredEvent> all = wholeLog();
        assertThat(store().readAll(Position.of(1), 10, EventFilter.types(Set.of("order-paid")))
                        .events())
                .containsExactly(all.get(3));
    }

    @Test
    void a_page_reaches_its_last_event_when_it_is_full_and_else_the_end() {
        appendSome();
        EventFilter placed = EventFilter.types(Set.of("order-placed"));
        EventPage page = store().readAll(Position.START, 2, placed);
        assertThat(page.events()).hasSize(2);
        assertThat(page.reached()).isEqualTo(Position.of(3));
        page = store().readAll(page.reached(), 2, placed);
        assertThat(page.events()).hasSize(1);
        assertThat(page.reached()).isEqualTo(Position.of(6));
        assertThat(store().readAll(Position.of(6), 2, placed)).isEqualTo(new EventPage(List.of(), Position.of(6)));
        assertThat(store().readAll(Position.of(9), 2, placed)).isEqualTo(new EventPage(List.of(), Position.of(9)));
    }

    @Test
    void what_others_have_appended_is_reached() {
        appendSome();
        EventPage page = openAnother().readAll(Position.START, 10, EventFilter.types(Set.of("nothing")));
        assertThat(page).isEqualTo(new EventPage(List.of(), Position.of(6)));
    }

    @Test
    void pages_of_a_long_log_join_to_all_that_is_accepted() {
        EventFilter placed = EventFilter.types(Set.of("order-placed"));
        for (int i = 0; i < 5; i++) {
            append(CUSTOMER, 9_000);
            append(ORDER, PLACED);
        }
        List<Long> positions = new ArrayList<>();
        Position at = Position.START;
        EventPage page = store().readAll(at, 3, placed);
        while (!page.reached().equals(at)) {
            page.events().forEach(event -> positions.add(event.position().value()));
            at = page.reached();
            page = store().readAll(at, 3, placed);
        }
        assertThat(at).isEqualTo(Position.of(45_005));
        assertThat(positions).containsExactly(9_001L, 18_002L, 27_003L, 36_004L, 45_005L);
    }

    @Test
    void a_filtered_page_of_less_than_one_event_is_refused() {
        assertThatThrownBy(() -> store().readAll(Position.START, 0, EventFilter.all()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }
}
