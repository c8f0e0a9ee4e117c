package dev.daybook.event;

import dev.daybook.ConfigurationException;
import dev.daybook.store.EventType;
import dev.daybook.store.Metadata;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoredEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every event type of a context, and how each becomes JSON and back. Immutable but for remembering what has been checked;
 * safe for use by many threads.
 */
public final class EventCatalog {

    private final EventCodec codec;
    private final RoundTrip roundTrip;
    private final Map<Class<?>, EventType> types = new HashMap<>();
    private final Map<EventType, Class<?>> classes = new HashMap<>();
    private final Set<Class<?>> unchecked = ConcurrentHashMap.newKeySet();

    /**
     * A catalog of these families.
     *
     * @throws ConfigurationException if a name stands for two classes, or the codec cannot read what it writes; names all
     *     that is wrong
     */
    public EventCatalog(Collection<? extends EventTypes<?>> families, EventCodec codec) {
        this.codec = codec;
        this.roundTrip = new RoundTrip(codec);
        List<String> problems = new ArrayList<>();
        Map<String, Class<?>> names = new HashMap<>();
        families.forEach(family -> add(family, names, problems));
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join("\n", problems));
        }
    }

    private void add(EventTypes<?> family, Map<String, Class<?>> names, List<String> problems) {
        family.types().forEach((type, stored) -> {
            classes.putIfAbsent(stored, type);
            Class<?> other = names.putIfAbsent(stored.name(), type);
            if (other != null && !other.equals(type)) {
                problems.add("Event type " + stored.name() + " revision " + stored.revision() + " is declared by both "
                        + other.getName() + " and " + type.getName() + ": give one of them another name");
            }
            EventType before = types.putIfAbsent(type, stored);
            if (before != null && !before.equals(stored)) {
                problems.add(type.getName() + " is declared as event type " + before.name() + " revision "
                        + before.revision() + " and as " + stored.name() + " revision " + stored.revision()
                        + ": let every aggregate that uses it declare it alike");
            }
            Object sample = family.sample(type);
            if (sample == null) {
                sample = Samples.of(type);
            }
            if (sample == null) {
                unchecked.add(type);
            } else {
                roundTrip.problemOf(sample).ifPresent(problems::add);
            }
        });
    }

    /**
     * The event as it is to be stored.
     *
     * @throws UnreadableEventException if its type is not declared or the codec could not read it back
     */
    public SerializedEvent serialize(Object event, UUID id, Metadata metadata) {
        EventType type = types.get(event.getClass());
        if (type == null) {
            throw new UnreadableEventException(
                    event.getClass().getName() + " is not an event type of this context, known are " + names()
                            + ": add it to the events of an aggregate");
        }
        if (unchecked.contains(event.getClass())) {
            roundTrip.problemOf(event).ifPresent(problem -> {
                throw new UnreadableEventException(problem);
            });
            unchecked.remove(event.getClass());
        }
        return new SerializedEvent(id, type, codec.write(event), metadata);
    }

    /**
     * The event as the domain knows it.
     *
     * @throws UnreadableEventException if its type is not declared or its data does not fit
     */
    public RecordedEvent<?> read(StoredEvent stored) {
        Class<?> type = classes.get(stored.type());
        if (type == null) {
            throw new UnreadableEventException("Event type " + stored.type().name() + " revision "
                    + stored.type().revision() + " at version " + stored.version() + " of stream " + stored.stream()
                    + " is not known here, known are " + names() + ": declare it, or use the program that wrote it");
        }
        try {
            return new RecordedEvent<>(codec.read(stored.data(), type), stored);
        } catch (UnreadableEventException e) {
            throw new UnreadableEventException(
                    "The event at version " + stored.version() + " of stream " + stored.stream() + " (position "
                            + stored.position() + ") cannot be read: " + e.getMessage(),
                    e);
        }
    }

    /** The class of a stored type, or null if it is not declared. */
    public @Nullable Class<?> classOf(EventType type) {
        return classes.get(type);
    }

    /** The stored types of this class and the classes below it. */
    public Set<EventType> typesBelow(Class<?> type) {
        return classes.entrySet().stream()
                .filter(entry -> type.isAssignableFrom(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>();
        classes.keySet().forEach(type -> names.add(type.name()));
        return names;
    }
}
