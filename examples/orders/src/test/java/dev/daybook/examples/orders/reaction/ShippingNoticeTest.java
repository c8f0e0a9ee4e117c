package dev.daybook.examples.orders.reaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.examples.orders.domain.OrderEvent.OrderPaid;
import dev.daybook.examples.orders.domain.OrderEvent.OrderShipped;
import dev.daybook.store.StreamId;
import dev.daybook.testing.PolicyScenario;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

final class ShippingNoticeTest {

    private static final StreamId ORDER = StreamId.of("order", "42");

    private final MailServer mails = new MailServer();
    private final PolicyScenario scenario = PolicyScenario.of(ShippingNotice.by(mails));

    @Test
    void an_order_that_ships_is_announced_once_however_often_it_is_told() {
        scenario.given(ORDER, new OrderPaid("42", BigDecimal.TEN))
                .when(ORDER, new OrderShipped("42"))
                .then(key -> assertThat(mails.sent().last())
                        .containsExactly(new MailServer.Mail(key, "Order 42 is on its way")))
                .whenRedelivered()
                .then(key -> assertThat(mails.sent()).satisfies(sent -> {
                    assertThat(sent.sent()).isEqualTo(1);
                    assertThat(sent.repeated()).isEqualTo(1);
                }));
    }

    @Test
    void a_payment_is_not_announced() {
        scenario.when(ORDER, new OrderPaid("42", BigDecimal.TEN)).thenNothing();
        assertThat(mails.sent().sent()).isZero();
    }
}
