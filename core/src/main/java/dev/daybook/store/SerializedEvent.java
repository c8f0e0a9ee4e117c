package dev.daybook.store;

import java.util.UUID;

/**
 * An event as it is stored. Its id identifies it for good: storing the same id again changes nothing and is answered with
 * {@link CommitResult.Duplicate}, which makes every commit safe to repeat.
 *
 * @param id made by the writer, best a UUIDv7 ({@link dev.daybook.event.IdGenerator}), so that ids of one time lie together
 * @param data one JSON text, kept character for character
 */
public record SerializedEvent(UUID id, EventType type, String data, Metadata metadata) {}
