package dev.daybook.process;

import dev.daybook.store.Metadata;
import java.util.UUID;

/**
 * A command that a {@link ProcessManager} sends.
 *
 * @param id the same whenever the same step is done again
 * @param payload for an aggregate of the context
 * @param metadata the correlation id of the event behind it, and as causation that event's id
 */
public record ProcessCommand(UUID id, Object payload, Metadata metadata) {}
