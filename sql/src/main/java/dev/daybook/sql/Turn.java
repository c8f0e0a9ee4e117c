package dev.daybook.sql;

import java.time.Instant;

/**
 * A turn among all that changes queues, outcomes and leases.
 *
 * @param commands the last sequence of a command before it
 * @param outcomes the last sequence of an outcome before it
 * @param changes how many changes of queues and outcomes there were, this one counted in
 * @param recordedAt the time of recording, never before that of an earlier turn or commit
 * @param now the time by the store's clock, whatever was recorded before
 */
record Turn(long commands, long outcomes, long changes, Instant recordedAt, Instant now) {}
