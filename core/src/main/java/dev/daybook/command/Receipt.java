package dev.daybook.command;

import dev.daybook.store.StreamId;
import java.util.UUID;

/**
 * Says that a command was accepted and will be carried out, on a durable lane whatever happens to this process.
 *
 * @param command its id, by which its status is found
 * @param stream that it is for
 * @param repeated whether a command of this id had been accepted before; then this one adds nothing
 */
public record Receipt(UUID command, StreamId stream, String lane, boolean repeated) {}
