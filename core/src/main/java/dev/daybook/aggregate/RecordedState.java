package dev.daybook.aggregate;

import dev.daybook.store.Position;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.time.Instant;

/**
 * What an aggregate was after one of its events.
 *
 * @param version of that event, which is how many led to the state
 * @param position of that event in the log
 * @param recordedAt when that event was committed, by the store's clock, in microseconds
 */
public record RecordedState<S>(StreamId stream, S state, Version version, Position position, Instant recordedAt) {}
