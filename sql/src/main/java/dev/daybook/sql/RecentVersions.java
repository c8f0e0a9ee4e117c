package dev.daybook.sql;

import dev.daybook.store.StreamId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The versions of the streams that a writer met last, which hold as long as the log ends where it did: any event of anybody
 * makes it end elsewhere. Used by one thread.
 */
final class RecentVersions {

    private static final int MOST = 16_384;
    private static final float USUAL_LOAD = 0.75f;

    private final Map<StreamId, Long> versions = new LinkedHashMap<>(MOST, USUAL_LOAD, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<StreamId, Long> eldest) {
            return size() > MOST;
        }
    };
    private long position;

    /** Says where the log ends now; what was known of another end is forgotten. */
    void begin(long head) {
        if (head != position) {
            versions.clear();
            position = head;
        }
    }

    /** Null if it is not known. */
    @Nullable
    Long of(StreamId stream) {
        return versions.get(stream);
    }

    /** Says what is committed, and where the log ends with it. */
    void reached(Map<StreamId, Long> written, long head) {
        versions.putAll(written);
        position = head;
    }
}
