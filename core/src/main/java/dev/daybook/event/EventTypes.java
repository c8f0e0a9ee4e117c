package dev.daybook.event;

import dev.daybook.ConfigurationException;
import dev.daybook.store.EventType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The event types of one family: the records below a sealed interface, each with the stable name and revision under which it
 * is stored. Unless it is given another, a record's name is its simple name in kebab case ({@code OrderPlaced} is stored as
 * {@code order-placed}) and its revision 1. Immutable.
 *
 * @param <E> the sealed interface
 */
public final class EventTypes<E> {

    private final Class<E> root;
    private final Map<Class<? extends E>, EventType> types;
    private final Map<Class<? extends E>, E> samples;

    private EventTypes(Class<E> root, Map<Class<? extends E>, EventType> types, Map<Class<? extends E>, E> samples) {
        this.root = root;
        this.types = types;
        this.samples = samples;
    }

    public static <E> EventTypes<E> below(Class<E> root) {
        return below(root, naming -> {});
    }

    /**
     * The records below the root, with some of the names set.
     *
     * @throws ConfigurationException if the root is no sealed interface of records, or two of them have one name
     */
    public static <E> EventTypes<E> below(Class<E> root, Consumer<Naming<E>> configure) {
        Naming<E> naming = new Naming<>(root);
        configure.accept(naming);
        return new EventTypes<>(root, naming.allTypes(), Map.copyOf(naming.samples));
    }

    public Class<E> root() {
        return root;
    }

    /** Every record with its stored name. */
    public Map<Class<? extends E>, EventType> types() {
        return types;
    }

    @Nullable
    E sample(Class<?> type) {
        return samples.get(type);
    }

    /** {@code OrderPlaced} as {@code order-placed}. */
    public static String kebabCase(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .replaceAll("([A-Z])([A-Z][a-z])", "$1-$2")
                .toLowerCase(Locale.ROOT);
    }

    /** Sets names, revisions and samples of single types. */
    public static final class Naming<E> {

        private final List<Class<? extends E>> records;
        private final Class<E> root;
        private final Map<Class<? extends E>, EventType> named = new LinkedHashMap<>();
        private final Map<Class<? extends E>, E> samples = new LinkedHashMap<>();

        private Naming(Class<E> root) {
            this.root = root;
            this.records = SealedRecords.below(root);
        }

        /** Stores the type under this name, as revision 1. */
        public Naming<E> name(Class<? extends E> type, String name) {
            return name(type, name, 1);
        }

        /** Stores the type under this name and revision. */
        public Naming<E> name(Class<? extends E> type, String name, int revision) {
            if (!records.contains(type)) {
                throw new ConfigurationException(type.getName() + " is not a record below " + root.getName());
            }
            named.put(type, new EventType(name, revision));
            return this;
        }

        /** An event for the check at start, where the record refuses values that are made up. */
        public Naming<E> sample(E event) {
            @SuppressWarnings("unchecked") // the class of an E extends E
            Class<? extends E> type = (Class<? extends E>) event.getClass();
            samples.put(type, event);
            return this;
        }

        private EventType defaultName(Class<? extends E> type) {
            try {
                return new EventType(kebabCase(type.getSimpleName()), 1);
            } catch (IllegalArgumentException e) {
                throw new ConfigurationException(
                        e.getMessage() + ": give " + type.getName() + " another with types.name(…)", e);
            }
        }

        private Map<Class<? extends E>, EventType> allTypes() {
            Map<Class<? extends E>, EventType> all = new LinkedHashMap<>();
            Map<String, Class<? extends E>> names = new LinkedHashMap<>();
            List<String> problems = new ArrayList<>();
            for (Class<? extends E> type : records) {
                EventType stored = named.get(type);
                if (stored == null) {
                    stored = defaultName(type);
                }
                Class<? extends E> other = names.putIfAbsent(stored.name(), type);
                if (other != null) {
                    problems.add(type.getName() + " and " + other.getName() + " are both stored as " + stored.name());
                }
                all.put(type, stored);
            }
            if (!problems.isEmpty()) {
                throw new ConfigurationException(String.join("; ", problems) + ": give one of them another name");
            }
            return Map.copyOf(all);
        }
    }
}
