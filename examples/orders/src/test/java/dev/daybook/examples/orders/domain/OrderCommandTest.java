package dev.daybook.examples.orders.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.daybook.examples.orders.domain.OrderCommand.CancelOrder;
import dev.daybook.examples.orders.domain.OrderCommand.CancelUnpaidOrder;
import dev.daybook.examples.orders.domain.OrderCommand.PayOrder;
import dev.daybook.examples.orders.domain.OrderCommand.PlaceOrder;
import dev.daybook.examples.orders.domain.OrderCommand.ShipOrder;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderCommandTest {

    private static final OrderItem TEA = new OrderItem("tea", 1, new BigDecimal("4.50"));

    @Test
    void every_field_at_fault_is_named() {
        OrderItem bad = new OrderItem(" ", 0, new BigDecimal("-0.01"));
        assertThat(fieldsAtFault(() -> new PlaceOrder("/", "", List.of(TEA, bad))))
                .containsExactly(
                        "orderId", "customerId", "items[1].productId", "items[1].quantity", "items[1].unitPrice");
    }

    @Test
    void an_order_holds_1_to_100_items() {
        assertThat(fieldsAtFault(() -> new PlaceOrder("1", "ada", List.of()))).containsExactly("items");
        assertThat(fieldsAtFault(() -> new PlaceOrder("1", "ada", Collections.nCopies(101, TEA))))
                .containsExactly("items");
        assertThatCode(() -> new PlaceOrder("1", "ada", Collections.nCopies(100, TEA)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.00", "1000000", "1e3", "5.5"})
    void prices_in_cents_up_to_a_million_are_taken_and_written_with_two_decimals(String price) {
        PlaceOrder command = new PlaceOrder("1", "ada", List.of(new OrderItem("tea", 1, new BigDecimal(price))));
        assertThat(command.items().getFirst().unitPrice())
                .isEqualByComparingTo(price)
                .hasScaleOf(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0.001", "1000000.01", "1e999999999", "1e-999999999"})
    void other_prices_are_refused(String price) {
        OrderItem item = new OrderItem("tea", 1, new BigDecimal(price));
        assertThat(fieldsAtFault(() -> new PlaceOrder("1", "ada", List.of(item))))
                .containsExactly("items[0].unitPrice");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1_001, Integer.MAX_VALUE})
    void quantities_outside_1_to_1000_are_refused(int quantity) {
        OrderItem item = new OrderItem("tea", quantity, BigDecimal.ONE);
        assertThat(fieldsAtFault(() -> new PlaceOrder("1", "ada", List.of(item))))
                .containsExactly("items[0].quantity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a\u0000b", "a\nb", "\ud800", "\udc00x"})
    void a_customer_needs_plain_text(String customer) {
        assertThat(fieldsAtFault(() -> new PlaceOrder("1", customer, List.of(TEA))))
                .containsExactly("customerId");
    }

    @Test
    void a_customer_may_have_100_characters_of_any_script() {
        assertThatCode(() -> new PlaceOrder("1", "😀".repeat(100), List.of(TEA)))
                .doesNotThrowAnyException();
        assertThat(fieldsAtFault(() -> new PlaceOrder("1", "a".repeat(101), List.of(TEA))))
                .containsExactly("customerId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", ".", "..", "a b", "a/b", "ä", "a\n"})
    void no_command_goes_to_an_id_that_is_none(String id) {
        assertThat(fieldsAtFault(() -> new PayOrder(id))).containsExactly("orderId");
        assertThat(fieldsAtFault(() -> new ShipOrder(id))).containsExactly("orderId");
        assertThat(fieldsAtFault(() -> new CancelOrder(id))).containsExactly("orderId");
        assertThat(fieldsAtFault(() -> new CancelUnpaidOrder(id))).containsExactly("orderId");
    }

    @Test
    void an_order_id_has_at_most_64_characters() {
        assertThatCode(() -> new PayOrder("a".repeat(64))).doesNotThrowAnyException();
        assertThat(fieldsAtFault(() -> new PayOrder("a".repeat(65)))).containsExactly("orderId");
    }

    private static List<String> fieldsAtFault(ThrowingCallable code) {
        return catchThrowableOfType(InvalidFieldsException.class, code).errors().stream()
                .map(FieldError::field)
                .toList();
    }
}
