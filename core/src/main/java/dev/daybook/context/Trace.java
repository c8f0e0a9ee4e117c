package dev.daybook.context;

import dev.daybook.event.EventCatalog;
import dev.daybook.event.RecordedEvent;
import dev.daybook.store.CommandState;
import dev.daybook.store.TraceStore;
import java.util.List;

/**
 * All that one request set off, as far as the index has got; it follows about a second behind.
 *
 * @param commands each with its outcome or where it waits: first those with outcomes, in the order of these, then those without
 * @param events in the order of the log; the causation id of each is the id of its command
 */
public record Trace(List<CommandState> commands, List<RecordedEvent<?>> events) {

    public Trace {
        commands = List.copyOf(commands);
        events = List.copyOf(events);
    }

    static Trace of(TraceStore.Trace stored, EventCatalog catalog) {
        return new Trace(
                stored.commands(),
                stored.events().stream().<RecordedEvent<?>>map(catalog::read).toList());
    }
}
