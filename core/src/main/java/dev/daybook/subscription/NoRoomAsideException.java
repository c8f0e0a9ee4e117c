package dev.daybook.subscription;

import java.io.Serial;

/** An event would have to be kept aside, and as many are as may be; nothing after it is taken in until there is room. */
final class NoRoomAsideException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    NoRoomAsideException() {
        super("Too many events are kept aside", null, false, false);
    }
}
