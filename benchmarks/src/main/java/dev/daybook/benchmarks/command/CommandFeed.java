package dev.daybook.benchmarks.command;

import dev.daybook.benchmarks.workload.RandomOrders;
import java.util.SplittableRandom;

/** New commands of one sender, each for any of so many aggregates. Not safe for use by several threads. */
public final class CommandFeed {

    private final SplittableRandom random = new SplittableRandom();
    private final RandomOrders orders = new RandomOrders(random);
    private final int aggregates;

    public CommandFeed(int aggregates) {
        this.aggregates = aggregates;
    }

    public PlaceOrder next() {
        return forOrder(random.nextInt(aggregates));
    }

    PlaceOrder forOrder(int number) {
        return new PlaceOrder("customer-order-" + number, orders.next());
    }
}
