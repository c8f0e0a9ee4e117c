package dev.daybook.store;

import java.time.Instant;

/**
 * A command that could not be carried out. It keeps its place; later commands of its stream in the same queue wait behind it.
 *
 * @param attempts that were made
 * @param error of the last attempt
 * @param parkedAt by the store's clock, in microseconds
 * @param successors how many commands wait behind it, counted up to a thousand
 */
public record ParkedCommand(QueuedCommand command, int attempts, String error, Instant parkedAt, int successors) {}
