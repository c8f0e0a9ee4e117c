package dev.daybook.store;

/**
 * The right to move one checkpoint.
 *
 * @param subscription whose checkpoint
 * @param partition which of its partitions, from 0
 * @param epoch of the lease under which it is worked on; once another has claimed it under a later one, this claim moves
 *     nothing any more
 */
public record Claim(String subscription, int partition, long epoch) {}
