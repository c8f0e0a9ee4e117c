package dev.daybook.benchmarks.projection;

import dev.daybook.benchmarks.workload.OrderPlaced;
import org.jspecify.annotations.Nullable;

/**
 * One row of the read model: what came to one key.
 *
 * @param orders how many
 * @param units of all products
 * @param cents that they cost together
 * @param customer of the last one, so that the order of events counts
 */
public record OrderTotals(long orders, long units, long cents, String customer) {

    /** After one more order. */
    public static OrderTotals after(@Nullable OrderTotals before, OrderPlaced placed) {
        OrderTotals one = of(placed);
        return before == null
                ? one
                : new OrderTotals(
                        before.orders + 1, before.units + one.units, before.cents + one.cents, placed.customerId());
    }

    /** Of one order. */
    public static OrderTotals of(OrderPlaced placed) {
        long units = 0;
        long cents = 0;
        for (OrderPlaced.Item item : placed.items()) {
            units += item.quantity();
            cents += item.quantity() * item.unitPrice();
        }
        return new OrderTotals(1, units, cents, placed.customerId());
    }
}
