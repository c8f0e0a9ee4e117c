package dev.daybook.command;

import dev.daybook.store.Position;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.util.Optional;

/** What became of a command. */
public sealed interface Outcome {

    /**
     * Decided and durably stored.
     *
     * @param version of the stream after the command's events
     * @param position of the last event; a read model that has reached it shows the command's effect
     */
    record Accepted(StreamId stream, Version version, Position position) implements Outcome {}

    /**
     * Refused by a business rule; nothing changed.
     *
     * @param code stable, for programs
     * @param reason a sentence for people
     */
    record Refused(String code, String reason) implements Outcome {}

    /**
     * Not decided; nothing changed.
     *
     * @param code {@link #DECIDER_FAILED} or {@link #CONFLICT}
     * @param cause what the decider threw, if it did
     */
    record Failed(String code, String reason, Optional<Throwable> cause) implements Outcome {

        /** The decider threw an exception. */
        public static final String DECIDER_FAILED = "decider-failed";

        /** Others wrote to the stream each time before this command's events could be stored. */
        public static final String CONFLICT = "conflict";
    }
}
