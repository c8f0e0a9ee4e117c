package dev.daybook.command;

import dev.daybook.ConfigurationException;
import dev.daybook.aggregate.Aggregate;
import dev.daybook.event.EventCodec;
import dev.daybook.event.EventTypes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stable names of command types, and their way through JSON. Immutable. */
final class CommandTypes {

    private final EventCodec codec;
    private final Map<Class<?>, String> names = new HashMap<>();
    private final Map<String, Class<?>> classes = new HashMap<>();

    /** @throws ConfigurationException if two commands have one name */
    CommandTypes(Collection<? extends Aggregate<?, ?, ?>> aggregates, EventCodec codec) {
        this.codec = codec;
        List<String> problems = new ArrayList<>();
        for (Aggregate<?, ?, ?> aggregate : aggregates) {
            for (Class<?> type : aggregate.commandTypes()) {
                String name = aggregate.name() + '.' + EventTypes.kebabCase(type.getSimpleName());
                Class<?> other = classes.putIfAbsent(name, type);
                if (other != null && !other.equals(type)) {
                    problems.add(other.getName() + " and " + type.getName() + " are both named " + name
                            + " as commands: rename one of them");
                }
                names.put(type, name);
            }
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join("\n", problems));
        }
    }

    String nameOf(Class<?> type) {
        String name = names.get(type);
        if (name == null) {
            throw new IllegalArgumentException(type.getName() + " is not a command of this context");
        }
        return name;
    }

    Optional<Class<?>> named(String name) {
        return Optional.ofNullable(classes.get(name));
    }

    String write(Object payload) {
        return codec.write(payload);
    }

    <T> T read(String json, Class<T> type) {
        return codec.read(json, type);
    }
}
