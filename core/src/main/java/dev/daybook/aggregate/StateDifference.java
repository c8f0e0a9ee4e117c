package dev.daybook.aggregate;

import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.util.List;
import java.util.Optional;

/**
 * What differs between an aggregate's states at two versions, as the context's codec writes them.
 *
 * @param changes in the order of the fields; none where both states are written alike
 */
public record StateDifference(StreamId stream, Version from, Version to, List<Change> changes) {

    public StateDifference {
        changes = List.copyOf(changes);
    }

    /**
     * One value that differs. Objects are compared field by field, lists place by place. States of two kinds, which is of two
     * records of a sealed interface, differ as a whole.
     *
     * @param path a JSON pointer, such as {@code /items/0/quantity}; empty for the whole state
     * @param before as JSON; empty if there was none
     * @param after as JSON; empty if there is none any more
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6901">RFC 6901, JSON Pointer</a>
     */
    public record Change(String path, Optional<String> before, Optional<String> after) {}
}
