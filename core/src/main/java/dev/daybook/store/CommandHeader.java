package dev.daybook.store;

import java.util.UUID;

/**
 * What identifies a command, without its payload.
 *
 * @param id of the command: one outcome for good
 * @param hash of the content that it was first seen with
 * @param type the command's stable name
 * @param stream that it is for
 */
public record CommandHeader(UUID id, PayloadHash hash, String type, StreamId stream, Metadata metadata) {}
