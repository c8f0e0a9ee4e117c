package dev.daybook.process;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * A time that a process waits for.
 *
 * @param name unique within the process of one key
 * @param due when it fires; kept in milliseconds, rounded up
 * @param setBy id of the event that set it, or that set the timer which set it
 * @param correlation of that event, if it has one
 */
public record ProcessTimer(String name, Instant due, UUID setBy, Optional<String> correlation) {

    public ProcessTimer {
        Instant whole = due.truncatedTo(ChronoUnit.MILLIS);
        due = whole.equals(due) ? due : whole.plus(Duration.ofMillis(1));
    }
}
