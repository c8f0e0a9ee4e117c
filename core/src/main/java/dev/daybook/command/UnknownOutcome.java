package dev.daybook.command;

import dev.daybook.store.StoreUnavailableException;
import java.util.UUID;

/** What a sender is told whose command may have taken effect. It names the id, which the sender may not have chosen. */
final class UnknownOutcome {

    private UnknownOutcome() {}

    static StoreUnavailableException of(UUID command, StoreUnavailableException cause) {
        return new StoreUnavailableException(
                "Command " + command + " may have taken effect: send it again with this id to find out. "
                        + cause.getMessage(),
                StoreUnavailableException.Outcome.UNKNOWN,
                cause);
    }

    /** The error itself where it says that nothing was stored. */
    static StoreUnavailableException ifUnknown(UUID command, StoreUnavailableException error) {
        return error.outcome() == StoreUnavailableException.Outcome.UNKNOWN ? of(command, error) : error;
    }
}
