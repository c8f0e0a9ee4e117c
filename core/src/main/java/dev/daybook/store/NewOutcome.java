package dev.daybook.store;

import java.util.Optional;

/**
 * The outcome of a command, to be stored with what it changes. If the command has an outcome already, the whole commit is left
 * out and answered with {@link CommitResult.AlreadyDecided}. A command with an outcome waits nowhere any more: it leaves its
 * queue or the schedule, with a ticket or without one, and if it was parked, those behind it go on.
 *
 * @param ticket the command's place in a queue, by which it is found there sooner than by its id; a place that is empty
 *     already changes nothing. Empty where no place is known
 */
public record NewOutcome(CommandHeader command, Finding finding, Optional<QueuedCommand.Ticket> ticket) {

    /** What is to be stored as the verdict. */
    public sealed interface Finding {

        /**
         * Accepted; its last event is among those that the commit appends to the command's stream.
         *
         * @param events how many events of that append there are up to its last one, at least 1
         */
        record Appended(int events) implements Finding {
            public Appended {
                if (events < 1) {
                    throw new IllegalArgumentException("An outcome counts at least 1 event, found " + events);
                }
            }
        }

        /** This verdict as it stands. */
        record Known(Verdict verdict) implements Finding {}
    }
}
