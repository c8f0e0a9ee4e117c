package dev.daybook.process;

import dev.daybook.ConfigurationException;
import dev.daybook.event.EventCatalog;
import dev.daybook.store.EventFilter;
import dev.daybook.store.EventType;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The events that somebody follows, told by their classes. */
final class EventTypeFilter {

    private EventTypeFilter() {}

    /** @throws ConfigurationException if there are none, or one of the classes stands for none */
    static EventFilter of(Object who, Collection<Class<?>> classes, EventCatalog catalog) {
        if (classes.isEmpty()) {
            throw new ConfigurationException("The " + who + " follows no events: say with on(…) what it reacts to");
        }
        Set<String> names = new HashSet<>();
        for (Class<?> type : classes) {
            Set<EventType> stored = catalog.typesBelow(type);
            if (stored.isEmpty()) {
                throw new ConfigurationException("The " + who + " follows " + type.getName()
                        + ", but no aggregate makes such events: add the aggregate, or follow events of another");
            }
            stored.forEach(known -> names.add(known.name()));
        }
        return EventFilter.types(names);
    }
}
