package dev.daybook.command;

import dev.daybook.store.RecordedOutcome;

/** Puts a stored command aside that cannot be carried out. */
interface Parking {

    /** What became of it. */
    sealed interface Result {}

    /** What became of it, if nobody had carried it out. */
    enum Aside implements Result {
        /** It waits for a person, and those behind it wait for it. */
        PARKED,
        /** It is out of its queue for good, and those behind it go on. */
        DISCARDED,
        /** It was not there any more, or is another node's. */
        GONE
    }

    /** It had its outcome already, as when that was stored and the answer was lost. */
    record Decided(RecordedOutcome first) implements Result {}

    /**
     * Whether what is parked can be tried again: if not, a store that was away, or a command that cannot be read here, is no
     * reason to give it up.
     */
    boolean keepsPlace();

    Result park(Pending command, int attempts, String error);
}
