package dev.daybook.examples.orders.reaction;

import dev.daybook.examples.orders.domain.OrderCommand.CancelUnpaidOrder;
import dev.daybook.examples.orders.domain.OrderEvent;
import dev.daybook.examples.orders.domain.OrderEvent.OrderCancelled;
import dev.daybook.examples.orders.domain.OrderEvent.OrderPaid;
import dev.daybook.examples.orders.domain.OrderEvent.OrderPlaced;
import dev.daybook.process.ProcessManager;
import dev.daybook.process.Reaction;
import java.time.Duration;

/** Calls off orders that are not paid in time. */
public final class PaymentDeadline {

    private static final String PASSES = "deadline-passes";

    private PaymentDeadline() {}

    /** An order that waits for its payment. */
    public record Unpaid(String orderId) {}

    /** The process of each order, from its placement to its payment, its cancellation, or the end of its time. */
    public static ProcessManager<Unpaid> within(Duration limit) {
        return ProcessManager.named("payment-deadline")
                .state(Unpaid.class)
                .startedBy(
                        OrderPlaced.class,
                        OrderEvent::orderId,
                        placed -> Reaction.of(new Unpaid(placed.event().orderId()))
                                .timer(PASSES, limit))
                .on(
                        OrderPaid.class,
                        OrderEvent::orderId,
                        (order, paid) -> Reaction.of(order).end())
                .on(
                        OrderCancelled.class,
                        OrderEvent::orderId,
                        (order, cancelled) -> Reaction.of(order).end())
                .onTimer(
                        PASSES,
                        (order, timer) -> Reaction.of(order)
                                .send(new CancelUnpaidOrder(order.orderId()))
                                .end())
                .sends(CancelUnpaidOrder.class);
    }
}
