package dev.daybook.examples.orders.domain;

import java.math.BigDecimal;
import java.util.List;

/**
 * What can be asked of an order. A command that exists has a sound shape: its constructor throws
 * {@link InvalidFieldsException} otherwise. Whether it may be done is for the {@link OrderDecider} to say.
 */
public sealed interface OrderCommand {

    /** How many items an order may have. */
    int MAX_ITEMS = 100;

    String orderId();

    /** Orders these items for a customer. */
    record PlaceOrder(String orderId, String customerId, List<OrderItem> items) implements OrderCommand {
        public PlaceOrder {
            items = List.copyOf(items);
            FieldChecks checks = new FieldChecks()
                    .orderId("orderId", orderId)
                    .text("customerId", customerId)
                    .size("items", items.size(), MAX_ITEMS);
            for (int i = 0; i < items.size(); i++) {
                OrderItem item = items.get(i);
                String path = "items[" + i + "].";
                checks.text(path + "productId", item.productId())
                        .quantity(path + "quantity", item.quantity())
                        .price(path + "unitPrice", item.unitPrice());
            }
            checks.orThrow();
            items = items.stream().map(OrderItem::inCents).toList();
        }

        BigDecimal total() {
            return items.stream().map(OrderItem::price).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    /** Takes the customer's payment of all that the order costs. */
    record PayOrder(String orderId) implements OrderCommand {
        public PayOrder {
            new FieldChecks().orderId("orderId", orderId).orThrow();
        }
    }

    /** Hands the paid order to the carrier. */
    record ShipOrder(String orderId) implements OrderCommand {
        public ShipOrder {
            new FieldChecks().orderId("orderId", orderId).orThrow();
        }
    }

    /** Calls the order off. */
    record CancelOrder(String orderId) implements OrderCommand {
        public CancelOrder {
            new FieldChecks().orderId("orderId", orderId).orThrow();
        }
    }

    /** Calls the order off if it is still not paid. Nobody asks for this: it follows when the time to pay has passed. */
    record CancelUnpaidOrder(String orderId) implements OrderCommand {
        public CancelUnpaidOrder {
            new FieldChecks().orderId("orderId", orderId).orThrow();
        }
    }
}
