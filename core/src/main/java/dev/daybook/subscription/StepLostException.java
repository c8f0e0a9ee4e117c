package dev.daybook.subscription;

import java.io.Serial;

/** A step cannot be made from where its partition believed to stand; it is to look again where it stands. */
final class StepLostException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    StepLostException(String message) {
        super(message, null, false, false);
    }
}
