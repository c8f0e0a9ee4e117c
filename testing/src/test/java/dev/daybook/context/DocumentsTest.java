package dev.daybook.context;

import static dev.daybook.context.Accounts.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.daybook.context.Accounts.Balance;
import dev.daybook.context.Accounts.Command.Close;
import dev.daybook.context.Accounts.Command.Deposit;
import dev.daybook.context.Accounts.Command.Open;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.Documents;
import dev.daybook.projection.Documents.Page;
import dev.daybook.projection.DocumentsQuery;
import dev.daybook.projection.InvalidCursorException;
import dev.daybook.store.DocumentCount;
import dev.daybook.testing.InMemoryEventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DocumentsTest {

    private final InMemoryEventStore store = new InMemoryEventStore();
    private final DocumentProjection<Balance, Accounts.Event> balances = Accounts.balances();
    private final BoundedContext bank = BoundedContext.named("bank")
            .store(store)
            .aggregate(Accounts.aggregate())
            .projection(balances)
            .start();
    private final Documents<Balance> documents = bank.documents(balances);

    @BeforeEach
    void open_ten_accounts() throws InterruptedException {
        for (int i = 1; i <= 10; i++) {
            bank.send(new Open("" + i, i % 2 == 0 ? "even" : "odd"));
            bank.send(new Deposit("" + i, i));
        }
        bank.send(new Deposit("1", 100)); // changed last, but still the oldest
        assertThat(documents.awaitPosition(store.head(), PLENTY)).isTrue();
    }

    @AfterEach
    void close() {
        bank.close();
    }

    @Test
    void a_page_holds_the_newest_first() {
        assertThat(cents(page(Map.of(), Optional.empty(), 3))).containsExactly(10, 9, 8);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5, 9, 10, 11, 1_000})
    void pages_follow_each_other_without_gap_or_repetition(int limit) {
        List<Integer> seen = new ArrayList<>();
        Optional<String> after = Optional.empty();
        int pages = 0;
        do {
            Page<Balance> page = page(Map.of(), after, limit);
            seen.addAll(cents(page));
            after = page.next();
            pages++;
        } while (after.isPresent());

        assertThat(seen).containsExactly(10, 9, 8, 7, 6, 5, 4, 3, 2, 101);
        assertThat(pages).isEqualTo((10 + limit - 1) / limit);
    }

    @Test
    void a_page_can_be_limited_to_documents_with_a_value() {
        Page<Balance> first = page(Map.of("owner", "even"), Optional.empty(), 3);
        Page<Balance> second = page(Map.of("owner", "even"), first.next(), 3);

        assertThat(cents(first)).containsExactly(10, 8, 6);
        assertThat(cents(second)).containsExactly(4, 2);
        assertThat(second.next()).isEmpty();
        assertThat(page(Map.of("owner", "nobody"), Optional.empty(), 3).documents())
                .isEmpty();
    }

    @Test
    void new_documents_do_not_shift_the_pages_that_follow() throws InterruptedException {
        Page<Balance> first = page(Map.of(), Optional.empty(), 3);
        bank.send(new Open("11", "odd"));
        bank.send(new Open("empty", "odd"));
        bank.send(new Close("empty"));
        assertThat(documents.awaitPosition(store.head(), PLENTY)).isTrue();

        assertThat(cents(page(Map.of(), first.next(), 3))).containsExactly(7, 6, 5);
    }

    @Test
    void a_key_without_a_document_is_not_found() {
        assertThat(documents.find("99")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MAX_VALUE})
    void a_limit_that_makes_no_page_is_refused(int limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> page(Map.of(), Optional.empty(), limit))
                .withMessageContaining("limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "x:1", ":", "-1:x", "99999999999999999999:x"})
    void a_cursor_that_is_none_is_refused(String cursor) {
        assertThatExceptionOfType(InvalidCursorException.class)
                .isThrownBy(() -> page(Map.of(), Optional.of(cursor), 3))
                .withMessage("'" + cursor + "' is no cursor of this query: pass the one of the page before unchanged");
    }

    @Test
    void a_cursor_of_another_query_or_one_that_was_changed_is_refused() {
        String next = page(Map.of(), Optional.empty(), 3).next().orElseThrow();
        String changed = (next.startsWith("A") ? "B" : "A") + next.substring(1);
        List<DocumentsQuery> others = List.of(
                DocumentsQuery.all().equal("owner", "even").after(next),
                DocumentsQuery.all().oldestFirst().after(next),
                DocumentsQuery.all().by("owner").after(next),
                DocumentsQuery.all().after(next.substring(0, next.length() - 1)),
                DocumentsQuery.all().after(next + "A"),
                DocumentsQuery.all().after(changed));
        assertThat(others)
                .allSatisfy(query -> assertThatExceptionOfType(InvalidCursorException.class)
                        .isThrownBy(() -> documents.page(query)));
    }

    @Test
    void documents_are_ordered_by_a_number_and_found_in_a_range_of_it() {
        DocumentsQuery query =
                DocumentsQuery.all().from("deposits", 1).below("cents", 10).by("cents");
        Page<Balance> first = documents.page(query.limit(5));
        Page<Balance> second = documents.page(query.limit(5).after(first.next()));

        assertThat(cents(first)).containsExactly(2, 3, 4, 5, 6);
        assertThat(cents(second)).containsExactly(7, 8, 9);
        assertThat(second.next()).isEmpty();
        assertThat(cents(documents.page(
                        DocumentsQuery.all().descendingBy("cents").limit(2))))
                .containsExactly(101, 10);
        assertThat(cents(documents.page(DocumentsQuery.all().in("cents", 3, 101, 7))))
                .containsExactly(7, 3, 101);
        assertThat(cents(documents.page(DocumentsQuery.all().equal("cents", 101))))
                .containsExactly(101);
    }

    @Test
    void documents_are_counted_exactly_or_up_to_a_bound() {
        DocumentsQuery even = DocumentsQuery.all().equal("owner", "even").limit(2);

        assertThat(documents.count(even, Long.MAX_VALUE)).isEqualTo(new DocumentCount(5, true));
        assertThat(documents.count(even, 3)).isEqualTo(new DocumentCount(3, false));
    }

    @Test
    void several_documents_are_found_at_once() {
        assertThat(documents.findAll(List.of("2", "3", "99")))
                .isEqualTo(Map.of("2", new Balance("even", 2, 1), "3", new Balance("odd", 3, 1)));
    }

    @Test
    void a_field_without_an_index_is_refused_by_its_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> page(Map.of("colour", "5"), Optional.empty(), 3))
                .withMessageContainingAll("colour", "balances", "owner");
    }

    private Page<Balance> page(Map<String, String> equal, Optional<String> after, int limit) {
        DocumentsQuery query = DocumentsQuery.all().after(after).limit(limit);
        for (Map.Entry<String, String> condition : equal.entrySet()) {
            query = query.equal(condition.getKey(), condition.getValue());
        }
        return documents.page(query);
    }

    private static List<Integer> cents(Page<Balance> page) {
        return page.documents().stream().map(Balance::cents).toList();
    }
}
