package dev.daybook.command;

/** Puts a stored command aside that cannot be carried out. */
interface Parking {

    /** What became of it. */
    enum Result {
        /** It waits for a person, and those behind it wait for it. */
        PARKED,
        /** It is out of its queue for good, and those behind it go on. */
        DISCARDED,
        /** It was not there any more, or is another node's. */
        GONE
    }

    /**
     * Whether what is parked can be tried again: if not, a store that was away, or a command that cannot be read here, is no
     * reason to give it up.
     */
    boolean keepsPlace();

    Result park(Pending command, int attempts, String error);
}
