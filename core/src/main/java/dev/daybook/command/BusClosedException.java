package dev.daybook.command;

import dev.daybook.DaybookException;
import java.io.Serial;
import java.util.UUID;

/** The context is stopping and takes no commands any more, or stopped before it came to this one; nothing was done. */
public final class BusClosedException extends DaybookException {

    @Serial
    private static final long serialVersionUID = 1L;

    private BusClosedException(String message) {
        super(message);
    }

    static BusClosedException stopping() {
        return new BusClosedException("The context is stopping and takes no commands: send this one to another node");
    }

    static BusClosedException stopped(UUID command) {
        return new BusClosedException(
                "The context stopped before it came to command " + command + "; nothing was done: send it again");
    }
}
