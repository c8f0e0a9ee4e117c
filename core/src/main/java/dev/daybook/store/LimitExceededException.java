package dev.daybook.store;

import dev.daybook.DaybookException;
import java.io.Serial;

/** Something is beyond one of the {@link StoreLimits}. Nothing was stored; the same again will fail again. */
public final class LimitExceededException extends DaybookException {

    @Serial
    private static final long serialVersionUID = 1L;

    public LimitExceededException(String message) {
        super(message);
    }
}
