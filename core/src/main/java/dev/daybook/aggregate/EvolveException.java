package dev.daybook.aggregate;

import dev.daybook.DaybookException;
import java.io.Serial;

/** A stream has no state, since one of its events cannot be read or makes {@link Decider#evolve} throw. */
public final class EvolveException extends DaybookException {

    @Serial
    private static final long serialVersionUID = 1L;

    EvolveException(String message, Throwable cause) {
        super(message, cause);
    }
}
