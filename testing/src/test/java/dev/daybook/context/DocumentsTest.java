package dev.daybook.context;

import static dev.daybook.context.Accounts.PLENTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.daybook.context.Accounts.Balance;
import dev.daybook.context.Accounts.Command.Close;
import dev.daybook.context.Accounts.Command.Deposit;
import dev.daybook.context.Accounts.Command.Open;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.Documents;
import dev.daybook.projection.Documents.Page;
import dev.daybook.projection.Documents.Query;
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
        assertThatIllegalArgumentException()
                .isThrownBy(() -> page(Map.of(), Optional.of(cursor), 3))
                .withMessage("'" + cursor + "' is no cursor: pass the one of the page before unchanged");
    }

    @Test
    void a_field_without_an_index_is_refused_by_its_name() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> page(Map.of("cents", "5"), Optional.empty(), 3))
                .withMessageContainingAll("cents", "balances", "owner");
    }

    private Page<Balance> page(Map<String, String> equal, Optional<String> after, int limit) {
        return documents.page(new Query(equal, after, limit));
    }

    private static List<Integer> cents(Page<Balance> page) {
        return page.documents().stream().map(Balance::cents).toList();
    }
}
