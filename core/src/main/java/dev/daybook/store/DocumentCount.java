package dev.daybook.store;

/**
 * How many documents there are.
 *
 * @param documents that were counted
 * @param exact false if counting ended at a bound, and there are more
 */
public record DocumentCount(long documents, boolean exact) {}
