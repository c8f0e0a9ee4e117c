package dev.daybook.command;

import dev.daybook.store.StreamId;
import java.util.UUID;

/**
 * Says that a command was accepted. On a durable lane it will be carried out whatever happens to this process; one in memory
 * is lost with the process, and given up where the store does not answer for too long ({@link CommandListener#givenBack}).
 *
 * @param command its id, by which its status is found
 * @param stream that it is for
 * @param repeated whether a command of this id had been accepted before; then this one adds nothing
 */
public record Receipt(UUID command, StreamId stream, String lane, boolean repeated) {}
