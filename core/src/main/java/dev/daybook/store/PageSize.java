package dev.daybook.store;

import java.util.List;
import java.util.Map;

/**
 * How many events a reader asks for at a time, so that a page is worth its round trip but does not fill the memory when
 * events are large: {@value #FIRST} at first, twice as many after each full page up to {@value #LARGEST}, half as many after
 * a page of more than {@value #BYTES} bytes in memory. Used by one thread, for one stream or the log.
 *
 * <pre>{@code
 * PageSize size = new PageSize();
 * boolean more = true;
 * while (more) {
 *     List<StoredEvent> page = store.readStream(stream, version, size.limit());
 *     …
 *     more = size.mayFollow(page);
 * }
 * }</pre>
 */
public final class PageSize {

    /** How many events the first page has at most. */
    public static final int FIRST = 100;

    /** How many events any page has at most. */
    public static final int LARGEST = 1_000;

    /** How much memory a page should take at most, counting two bytes a character of data and user metadata. */
    public static final long BYTES = 8L << 20;

    private int limit;

    public PageSize() {
        this(FIRST);
    }

    /** @param first how many to ask for at first, where {@value #FIRST} may be too large */
    public PageSize(int first) {
        limit = first;
    }

    /** How many events to ask for next. */
    public int limit() {
        return limit;
    }

    /**
     * Learns from a page that was read with the {@link #limit()}.
     *
     * @return whether there may be another page; one shorter than asked for, or empty, is the last for now
     */
    public boolean mayFollow(List<StoredEvent> page) {
        return mayFollow(page.size(), bytesOf(page));
    }

    /**
     * Learns from a page that was read with the {@link #limit()}, of anything.
     *
     * @param bytes that it takes in memory
     * @return whether there may be another page
     */
    public boolean mayFollow(int found, long bytes) {
        boolean full = found >= limit;
        if (bytes > BYTES) {
            wasTooLarge();
        } else if (full && bytes <= BYTES / 2) {
            limit = Math.min(LARGEST, limit * 2);
        }
        return full;
    }

    /** Learns that a page was too large to be read at all. */
    public void wasTooLarge() {
        limit = Math.max(1, limit / 2);
    }

    /** How many bytes events take in memory, as they count here. */
    public static long bytesOf(List<StoredEvent> page) {
        long characters = 0;
        for (StoredEvent event : page) {
            characters += event.data().length();
            for (Map.Entry<String, String> entry : event.metadata().user().entrySet()) {
                characters += entry.getKey().length() + entry.getValue().length();
            }
        }
        return 2 * characters;
    }
}
