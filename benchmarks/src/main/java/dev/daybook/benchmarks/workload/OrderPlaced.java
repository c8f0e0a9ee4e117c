package dev.daybook.benchmarks.workload;

import java.util.List;

/** An event of about 200 bytes as JSON. Prices are in cents. */
public record OrderPlaced(String customerId, String currency, List<Item> items, String channel) {

    public OrderPlaced {
        items = List.copyOf(items);
    }

    /** One line of the order. */
    public record Item(String productId, int quantity, long unitPrice) {}
}
