package dev.daybook.store;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an event besides its payload.
 *
 * @param correlation the id shared by all that one request set off, if any
 * @param causation the id of the command or event that this event is a direct consequence of, if any
 * @param user whatever the application adds, such as who asked for it
 */
public record Metadata(Optional<String> correlation, Optional<String> causation, Map<String, String> user) {

    /** How long a correlation or causation id may be, in characters. */
    public static final int MAX_ID_LENGTH = 255;

    private static final Metadata NONE = new Metadata(Optional.empty(), Optional.empty(), Map.of());

    public Metadata {
        correlation.ifPresent(id -> requireId(id, "Correlation id"));
        causation.ifPresent(id -> requireId(id, "Causation id"));
        user = Map.copyOf(user);
    }

    public static Metadata none() {
        return NONE;
    }

    public static Metadata of(@Nullable String correlation, @Nullable String causation, Map<String, String> user) {
        if (correlation == null && causation == null && user.isEmpty()) {
            return NONE;
        }
        return new Metadata(Optional.ofNullable(correlation), Optional.ofNullable(causation), user);
    }

    private static void requireId(String id, String what) {
        if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException(
                    what + " has " + id.length() + " characters, expected 1 to " + MAX_ID_LENGTH);
        }
        Text.requirePlain(id, what);
    }
}
