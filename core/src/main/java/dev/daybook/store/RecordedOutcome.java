package dev.daybook.store;

import java.time.Instant;

/**
 * The outcome of a command as it is stored.
 *
 * @param sequence grows in commit order over all outcomes of a store
 * @param recordedAt by the store's clock, in microseconds; never before that of an earlier outcome
 */
public record RecordedOutcome(long sequence, CommandHeader command, Verdict verdict, Instant recordedAt) {}
