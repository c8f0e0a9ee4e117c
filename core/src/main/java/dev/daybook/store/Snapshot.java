package dev.daybook.store;

import java.time.Instant;

/**
 * A state that saves replaying a stream from its beginning. Never the only copy of anything, so a store takes it as it is.
 *
 * @param version of the stream that led to it
 * @param position of the event at that version
 * @param recordedAt of the event at that version, in microseconds
 * @param shape a fingerprint of the state's type and of how it is folded; one of another shape is no use
 * @param state one JSON text
 */
public record Snapshot(
        StreamId stream, Version version, Position position, Instant recordedAt, String shape, String state) {}
