package dev.daybook.examples.orders.domain;

import java.math.BigDecimal;

/**
 * Some pieces of one product. Unchecked: it stands in events as well, and what has happened must stay readable when the
 * rules for new orders change.
 *
 * @param unitPrice of one piece, in the shop's currency
 */
public record OrderItem(String productId, int quantity, BigDecimal unitPrice) {

    private static final int CENTS = 2;

    /** With its price written in cents: 5 and 5.0 are the same price and are stored alike. */
    OrderItem inCents() {
        return new OrderItem(productId, quantity, unitPrice.setScale(CENTS));
    }

    BigDecimal price() {
        return unitPrice.multiply(BigDecimal.valueOf(quantity));
    }
}
