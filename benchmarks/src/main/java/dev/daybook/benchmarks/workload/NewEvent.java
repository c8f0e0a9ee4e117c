package dev.daybook.benchmarks.workload;

import java.util.UUID;

/**
 * An event to be appended.
 *
 * @param version of its stream after it, counted from 1
 */
public record NewEvent(String stream, long version, UUID id, String correlation, OrderPlaced payload) {}
