package dev.daybook.testing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The times under which things are recorded: in microseconds, and never before an earlier one, whatever the clock says. */
final class RecordingTime {

    private Instant last = Instant.MIN;

    Instant next(Instant now) {
        Instant truncated = now.truncatedTo(ChronoUnit.MICROS);
        if (truncated.isAfter(last)) {
            last = truncated;
        }
        return last;
    }
}
