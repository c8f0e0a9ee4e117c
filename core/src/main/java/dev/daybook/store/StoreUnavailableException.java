package dev.daybook.store;

import dev.daybook.DaybookException;
import java.io.Serial;

/**
 * The store could not answer: the database is away, its disk is full, its queue is full, or it is closed. What was asked
 * may be asked again later. For a commit, {@link #outcome()} says what is known; repeating it with the same event ids is
 * safe in either case.
 */
public final class StoreUnavailableException extends DaybookException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What is known about a commit that was not answered. */
    public enum Outcome {
        /** Nothing of it was stored, nor will be. */
        NOT_STORED,
        /** It may have been stored, or may yet be; repeat it with the same event ids to find out. */
        UNKNOWN
    }

    private final Outcome outcome;

    public StoreUnavailableException(String message, Outcome outcome) {
        super(message);
        this.outcome = outcome;
    }

    public StoreUnavailableException(String message, Outcome outcome, Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
    }

    public Outcome outcome() {
        return outcome;
    }
}
