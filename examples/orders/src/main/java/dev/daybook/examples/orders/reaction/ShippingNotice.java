package dev.daybook.examples.orders.reaction;

import dev.daybook.examples.orders.domain.OrderEvent.OrderShipped;
import dev.daybook.process.Policy;

/** Tells customers that their orders are on the way. */
public final class ShippingNotice {

    private ShippingNotice() {}

    /** One mail for each order that ships. */
    public static Policy by(MailServer mails) {
        return Policy.named("shipping-notice")
                .on(
                        OrderShipped.class,
                        (shipped, attempt) -> mails.send(
                                attempt.idempotencyKey(),
                                "Order " + shipped.event().orderId() + " is on its way"));
    }
}
