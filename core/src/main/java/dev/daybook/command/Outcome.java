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
     * Refused by a business rule; nothing changed, and the refusal is remembered.
     *
     * @param code stable, for programs
     * @param reason a sentence for people
     */
    record Refused(String code, String reason) implements Outcome {}

    /**
     * Not carried out; nothing changed.
     *
     * @param cause what the decider threw, if it did
     */
    record Failed(Kind kind, String reason, Optional<Throwable> cause) implements Outcome {

        /** Why a command was not carried out. */
        public enum Kind {
            /** The decider threw an exception, or made events that cannot be stored. Not remembered. */
            DECIDER_FAILED,
            /** Others wrote to the stream each time before this command's events could be stored. Not remembered. */
            CONFLICT,
            /** A person took it out of its queue. Remembered. */
            DISCARDED
        }
    }
}
