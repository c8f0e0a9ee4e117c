package dev.daybook.command;

import dev.daybook.event.DerivedIds;
import java.util.UUID;

/** Command ids that follow from something the sender has. */
public final class CommandIds {

    private CommandIds() {}

    /**
     * The id of a key: a UUID of version 8 (RFC 9562) made of the SHA-256 of its UTF-8 form. The same key gives the same id
     * everywhere and for good, so a key must be unique among all commands of a store: put into it what the client's own key
     * is unique within, such as the client's name.
     */
    public static UUID ofKey(String key) {
        return DerivedIds.ofKey(key);
    }
}
