package dev.daybook.store;

import java.util.Optional;

/**
 * In which order documents come. Those that are alike in it come in the order in which they were created, and then by key.
 *
 * @param field indexed; documents without it are left out. Empty for the order of creation
 */
public record DocumentOrder(Optional<String> field, boolean descending) {

    private static final DocumentOrder NEWEST_FIRST = new DocumentOrder(Optional.empty(), true);
    private static final DocumentOrder OLDEST_FIRST = new DocumentOrder(Optional.empty(), false);

    /** Those created last come first. */
    public static DocumentOrder newestFirst() {
        return NEWEST_FIRST;
    }

    /** Those created first come first. */
    public static DocumentOrder oldestFirst() {
        return OLDEST_FIRST;
    }

    /** By the value of an indexed field, the least first. */
    public static DocumentOrder by(String field) {
        return new DocumentOrder(Optional.of(field), false);
    }

    /** By the value of an indexed field, the greatest first. */
    public static DocumentOrder descendingBy(String field) {
        return new DocumentOrder(Optional.of(field), true);
    }
}
