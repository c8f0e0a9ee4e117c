package dev.daybook.command;

import java.time.Instant;

/** Where an accepted command is. */
public sealed interface CommandStatus {

    /** Waits for its turn, or is being carried out. */
    record Pending() implements CommandStatus {}

    /** Waits for its time. */
    record Scheduled(Instant due) implements CommandStatus {}

    /**
     * Failed and waits for a person; later commands of its stream in the lane wait behind it.
     *
     * @param error of the last attempt
     */
    record Parked(int attempts, String error) implements CommandStatus {}

    /** Has its outcome. */
    record Done(Outcome outcome) implements CommandStatus {}
}
