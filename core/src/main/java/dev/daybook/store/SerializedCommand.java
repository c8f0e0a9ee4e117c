package dev.daybook.store;

/**
 * A command as it is stored.
 *
 * @param payload one JSON text
 */
public record SerializedCommand(CommandHeader header, String payload) {}
