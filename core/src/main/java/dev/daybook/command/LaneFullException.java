package dev.daybook.command;

import dev.daybook.DaybookException;
import java.io.Serial;
import java.time.Duration;

/** A lane has no room for another command; nothing of it was kept. */
public final class LaneFullException extends DaybookException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String lane;
    private final Duration retryAfter;

    LaneFullException(String lane, long capacity, Duration retryAfter) {
        super("Lane " + lane + " holds " + capacity
                + " commands, which is all it may; nothing of this one was kept: try" + " again in "
                + retryAfter.toMillis() + " ms");
        this.lane = lane;
        this.retryAfter = retryAfter;
    }

    public String lane() {
        return lane;
    }

    /** When it is worth trying again. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
