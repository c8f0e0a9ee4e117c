package dev.daybook.benchmarks.workload;

import java.util.List;
import java.util.SplittableRandom;

/** Makes up what was ordered. Not safe for use by several threads. */
public final class RandomOrders {

    private final SplittableRandom random;

    public RandomOrders(SplittableRandom random) {
        this.random = random;
    }

    public OrderPlaced next() {
        return new OrderPlaced("customer-" + random.nextInt(100_000, 1_000_000), "EUR", List.of(item(), item()), "web");
    }

    private OrderPlaced.Item item() {
        return new OrderPlaced.Item(
                "product-" + random.nextInt(1_000, 10_000), random.nextInt(1, 10), random.nextInt(100, 100_000));
    }
}
