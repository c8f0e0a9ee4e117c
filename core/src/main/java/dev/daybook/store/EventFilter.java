package dev.daybook.store;

import java.util.Set;

/**
 * Which events of the log are wanted. Both conditions hold at once. Immutable.
 *
 * @param types names of event types, of any revision; empty for all
 * @param categories of the streams; empty for all
 */
public record EventFilter(Set<String> types, Set<String> categories) {

    private static final EventFilter ALL = new EventFilter(Set.of(), Set.of());

    public EventFilter {
        types = Set.copyOf(types);
        categories = Set.copyOf(categories);
    }

    /** Every event. */
    public static EventFilter all() {
        return ALL;
    }

    /** The events of these types. */
    public static EventFilter types(Set<String> names) {
        return new EventFilter(names, Set.of());
    }

    public boolean isAll() {
        return types.isEmpty() && categories.isEmpty();
    }

    public boolean accepts(StoredEvent event) {
        return (types.isEmpty() || types.contains(event.type().name()))
                && (categories.isEmpty() || categories.contains(event.stream().category()));
    }
}
