package dev.daybook.command;

import dev.daybook.ConfigurationException;
import dev.daybook.aggregate.Aggregate;
import dev.daybook.event.SealedRecords;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which aggregate handles each command type: exactly one. Immutable. */
public final class CommandHandlers {

    private final Map<Class<?>, Aggregate<?, ?, ?>> handlers = new HashMap<>();

    /**
     * The handlers among these aggregates.
     *
     * @param declared sealed interfaces, each record below which must have a handler
     * @throws ConfigurationException if a command type has two handlers or none; names all of them
     */
    public CommandHandlers(Collection<Aggregate<?, ?, ?>> aggregates, Collection<Class<?>> declared) {
        List<String> problems = new ArrayList<>();
        for (Aggregate<?, ?, ?> aggregate : aggregates) {
            for (Class<?> type : aggregate.commandTypes()) {
                Aggregate<?, ?, ?> other = handlers.putIfAbsent(type, aggregate);
                if (other != null) {
                    problems.add("Command " + type.getName() + " is handled by both " + other + " and " + aggregate
                            + ": leave it to one of them");
                }
            }
        }
        declared.forEach(root -> requireHandlers(root, aggregates, problems));
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join("\n", problems));
        }
    }

    private void requireHandlers(Class<?> root, Collection<Aggregate<?, ?, ?>> aggregates, List<String> problems) {
        try {
            for (Class<?> type : SealedRecords.below(root)) {
                if (!handlers.containsKey(type)) {
                    problems.add("Command " + type.getName() + " of " + root.getName() + " has no handler, there are "
                            + aggregates + ": add the aggregate that handles it");
                }
            }
        } catch (ConfigurationException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The aggregate that handles the command.
     *
     * @throws IllegalArgumentException if there is none
     */
    Aggregate<?, ?, ?> handlerOf(Object command) {
        Aggregate<?, ?, ?> handler = handlers.get(command.getClass());
        if (handler == null) {
            TreeSet<String> known = new TreeSet<>();
            handlers.keySet().forEach(type -> known.add(type.getSimpleName()));
            throw new IllegalArgumentException(
                    command.getClass().getName() + " is not a command of this context, known are " + known);
        }
        return handler;
    }

    /** The aggregate that handles a type of which there is one. */
    Aggregate<?, ?, ?> of(Class<?> type) {
        return Objects.requireNonNull(handlers.get(type));
    }

    /** The aggregate whose streams are of this category; any, if none is. */
    Aggregate<?, ?, ?> ofCategory(String category) {
        return handlers.values().stream()
                .filter(aggregate -> aggregate.name().equals(category))
                .findFirst()
                .orElseGet(() -> handlers.values().iterator().next());
    }

    /** The types that are handled: this one, or those below it. */
    public Set<Class<?>> below(Class<?> type) {
        return handlers.keySet().stream().filter(type::isAssignableFrom).collect(Collectors.toUnmodifiableSet());
    }

    /** The types that are handled. */
    Set<Class<?>> types() {
        return handlers.keySet();
    }
}
