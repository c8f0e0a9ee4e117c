package dev.daybook.subscription;

import dev.daybook.store.EventFilter;
import dev.daybook.store.EventPage;
import dev.daybook.store.Position;
import dev.daybook.store.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The last events of the log, as many as fit: at most {@value #EVENTS}, and {@value #BYTES} bytes counting two a character of
 * data. Positions have no gaps, so that each has its place. Not safe for use by many threads.
 */
final class FeedWindow {

    static final int EVENTS = 1 << 14;

    static final long BYTES = 32L << 20;

    private final @Nullable StoredEvent[] slots = new StoredEvent[EVENTS];
    private long before;
    private long last;
    private long bytes;

    /** Empty, and the log ends at this position. */
    FeedWindow(Position head) {
        this.before = head.value();
        this.last = head.value();
    }

    Position head() {
        return Position.of(last);
    }

    void add(StoredEvent event) {
        if (event.position().value() != last + 1) {
            throw new IllegalStateException("The log goes on with position " + event.position() + " after position "
                    + last + ", expected one without gaps");
        }
        bytes += bytesOf(event);
        last++;
        while (last - before > EVENTS || (bytes > BYTES && last - before > 1)) {
            before++;
            bytes -= bytesOf(at(before));
            slots[slotOf(before)] = null;
        }
        slots[slotOf(last)] = event;
    }

    private static long bytesOf(StoredEvent event) {
        return 2L * event.data().length();
    }

    private static int slotOf(long position) {
        return (int) (position & (EVENTS - 1));
    }

    private StoredEvent at(long position) {
        return Objects.requireNonNull(slots[slotOf(position)]);
    }

    /** Whether everything after the position is here. */
    boolean reaches(Position after) {
        return after.value() >= before;
    }

    /** What the filter accepts after a position that it {@link #reaches}. */
    EventPage read(Position after, int limit, EventFilter filter) {
        List<StoredEvent> events = new ArrayList<>();
        long position = after.value();
        while (position < last && events.size() < limit) {
            position++;
            StoredEvent event = at(position);
            if (filter.accepts(event)) {
                events.add(event);
            }
        }
        return new EventPage(events, Position.of(position));
    }
}
