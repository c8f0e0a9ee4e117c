package dev.daybook.process;

import java.util.Optional;
import java.util.UUID;

/**
 * One attempt of a {@link Policy} to react to an event.
 *
 * @param idempotencyKey the same for every attempt of this policy at this event, on every node and after every restart, and for
 *     no other: hand it to whoever has the effect, so that he can tell a repetition
 * @param correlation the id shared by all that one request set off, if the event has one
 * @param number of this attempt, from 1; counted by this node, so it may begin anew on another or after a restart
 */
public record Attempt(UUID idempotencyKey, Optional<String> correlation, int number) {}
