package dev.daybook.subscription;

import dev.daybook.store.PayloadHash;
import dev.daybook.store.Position;
import dev.daybook.store.StoreLimits;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event and the key that its handler gives it.
 *
 * @param key as it is stored when the event is kept aside
 * @param slice of the key
 * @param error if the handler could not tell the key; the event is kept under its stream's
 */
record KeyedEvent(StoredEvent event, String key, int slice, Optional<Throwable> error) {

    static KeyedEvent of(StoredEvent event, EventHandler handler) {
        @Nullable Throwable error = null;
        String key;
        try {
            key = handler.keyOf(event);
            if (key == null) {
                throw new IllegalStateException("The handler gives event " + event.id() + " no key");
            }
        } catch (RuntimeException | Error e) {
            key = event.stream().toString();
            error = e;
        }
        return new KeyedEvent(event, storable(key), StreamId.sliceOf(key), Optional.ofNullable(error));
    }

    Position position() {
        return event.position();
    }

    /** Keys that no database can hold in an index are kept by their hash. */
    private static String storable(String key) {
        boolean isPlain = key.length() <= StoreLimits.MAX_STREAM_ID_LENGTH
                && key.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        return isPlain ? key : "hash:" + PayloadHash.of("key", key).hex();
    }
}
