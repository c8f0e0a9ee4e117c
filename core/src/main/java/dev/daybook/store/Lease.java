package dev.daybook.store;

/**
 * The right to work on something, held by one node at a time. A commit that names a lease is left out
 * ({@link CommitResult.LeaseLost}) once it was handed back or another node has got it, however late it comes. As long as neither
 * happened it is carried out, even if the node was taken for dead meanwhile.
 *
 * @param name of what is leased
 * @param epoch from 1, grows each time somebody takes the lease
 */
public record Lease(String name, long epoch) {}
