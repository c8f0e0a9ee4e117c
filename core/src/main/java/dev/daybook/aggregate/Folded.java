package dev.daybook.aggregate;

import dev.daybook.store.Position;
import dev.daybook.store.Version;
import java.time.Instant;
import java.util.Optional;

/**
 * A state and what it was made of. Public for the command side alone; applications see {@link RecordedState}.
 *
 * @param version of the stream that led to it; {@link Version#NONE} where that has no events
 * @param position of the last event
 * @param recordedAt of the last event, where it is known: not without events, nor of one that this node has just stored
 */
public record Folded<S>(S state, Version version, Position position, Optional<Instant> recordedAt) {}
