package dev.daybook.benchmarks.command;

import dev.daybook.benchmarks.workload.OrderPlaced;

/**
 * Asks for one more event of an aggregate.
 *
 * @param order the aggregate's key
 */
public record PlaceOrder(String order, OrderPlaced content) {}
