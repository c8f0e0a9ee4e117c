package dev.daybook.context;

import dev.daybook.ConfigurationException;
import dev.daybook.aggregate.Aggregate;
import dev.daybook.command.CommandBus;
import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.CommandHandlers;
import dev.daybook.event.EventCatalog;
import dev.daybook.event.EventCodec;
import dev.daybook.event.IdGenerator;
import dev.daybook.event.JsonCodec;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.RunningProjection;
import dev.daybook.store.EventStore;
import dev.daybook.store.EventType;
import dev.daybook.store.Position;
import dev.daybook.subscription.Backoff;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts a bounded context together. {@link #start()} checks all of it before anything runs. Not for use by many threads. */
public final class BoundedContextBuilder {

    private final String name;
    private final List<Aggregate<?, ?, ?>> aggregates = new ArrayList<>();
    private final List<DocumentProjection<?, ?>> projections = new ArrayList<>();
    private final List<Class<?>> declaredCommands = new ArrayList<>();
    private @Nullable EventStore store;
    private EventCodec codec = JsonCodec.standard();
    private InstantSource clock = InstantSource.system();
    private @Nullable IdGenerator ids;
    private Backoff backoff = Backoff.standard();
    private final CommandBusSetup bus = new CommandBusSetup();

    BoundedContextBuilder(String name) {
        this.name = name;
    }

    /** Where events and read models are kept. Needed. Stays open when the context is closed. */
    public BoundedContextBuilder store(EventStore eventStore) {
        store = eventStore;
        return this;
    }

    public BoundedContextBuilder aggregate(Aggregate<?, ?, ?> aggregate) {
        aggregates.add(aggregate);
        return this;
    }

    public BoundedContextBuilder projection(DocumentProjection<?, ?> projection) {
        projections.add(projection);
        return this;
    }

    /** Declares that every record below this sealed interface is a command of this context and must have a handler. */
    public BoundedContextBuilder commands(Class<?> root) {
        declaredCommands.add(root);
        return this;
    }

    /** How events and documents become JSON; {@link JsonCodec#standard()} unless set. */
    public BoundedContextBuilder codec(EventCodec eventCodec) {
        codec = eventCodec;
        return this;
    }

    /** The time that goes into ids and states; the store records events by its own clock. */
    public BoundedContextBuilder clock(InstantSource source) {
        clock = source;
        return this;
    }

    /** Makes the ids of events and commands; UUIDs of version 7 unless set. */
    public BoundedContextBuilder ids(IdGenerator generator) {
        ids = generator;
        return this;
    }

    /** How long a projection waits between attempts at an event that fails. */
    public BoundedContextBuilder backoff(Backoff times) {
        backoff = times;
        return this;
    }

    /** How commands are carried out: lanes, retries, how long outcomes are remembered. One lane in memory unless set. */
    public BoundedContextBuilder commandBus(Consumer<CommandBusSetup> configure) {
        configure.accept(bus);
        return this;
    }

    /**
     * Checks everything, then starts.
     *
     * @throws ConfigurationException if anything is wrong; its message names all that was found
     */
    public BoundedContext start() {
        EventStore eventStore = store;
        if (eventStore == null) {
            throw new ConfigurationException("Context " + name + " has no store: call store(…)");
        }
        List<String> problems = new ArrayList<>();
        checkNames(problems);
        CommandHandlers handlers = check(problems, () -> new CommandHandlers(aggregates, declaredCommands));
        EventCatalog catalog = check(
                problems,
                () -> new EventCatalog(
                        aggregates.stream().map(Aggregate::events).toList(), codec));
        checkStoredTypes(eventStore, problems);
        projections.forEach(projection -> checkProjection(eventStore, projection, problems));
        if (handlers == null || catalog == null || !problems.isEmpty()) {
            throw new ConfigurationException("Context " + name + " cannot start:\n- " + String.join("\n- ", problems));
        }
        return start(eventStore, catalog, handlers);
    }

    private BoundedContext start(EventStore eventStore, EventCatalog catalog, CommandHandlers handlers) {
        IdGenerator generator = ids != null ? ids : IdGenerator.uuidV7(clock, new SecureRandom());
        CommandBus commands = CommandBus.start(
                new CommandBus.Context(name, eventStore, catalog, new CommandBus.Encoding(codec, generator), clock),
                aggregates,
                handlers,
                bus);
        RunningProjection.Setup setup = new RunningProjection.Setup(eventStore, catalog, codec, backoff, clock);
        Map<DocumentProjection<?, ?>, RunningProjection<?, ?>> running = new LinkedHashMap<>();
        try {
            for (DocumentProjection<?, ?> projection : projections) {
                running.put(projection, RunningProjection.start(projection, setup));
            }
        } catch (RuntimeException e) {
            running.values().forEach(RunningProjection::close);
            commands.close();
            throw e;
        }
        return new BoundedContext(name, eventStore, catalog, commands, Collections.unmodifiableMap(running));
    }

    private static <T> @Nullable T check(List<String> problems, Supplier<T> part) {
        try {
            return part.get();
        } catch (ConfigurationException e) {
            problems.addAll(String.valueOf(e.getMessage()).lines().toList());
            return null;
        }
    }

    private void checkNames(List<String> problems) {
        Set<String> seen = new HashSet<>();
        aggregates.stream()
                .map(Aggregate::name)
                .filter(aggregate -> !seen.add(aggregate))
                .forEach(twice -> problems.add("Two aggregates are named " + twice + ": rename one of them"));
        Set<String> names = new HashSet<>();
        projections.stream()
                .map(DocumentProjection::name)
                .filter(projection -> !names.add(projection))
                .forEach(twice -> problems.add("Two projections are named " + twice + ": rename one of them"));
    }

    private void checkProjection(EventStore eventStore, DocumentProjection<?, ?> projection, List<String> problems) {
        boolean made = aggregates.stream()
                .flatMap(aggregate -> aggregate.events().types().keySet().stream())
                .anyMatch(projection.events()::isAssignableFrom);
        if (!made) {
            problems.add("Projection " + projection.name() + " follows "
                    + projection.events().getName()
                    + ", but no aggregate makes such events: add the aggregate, or follow events of another");
        }
        Position checkpoint = eventStore.documents().checkpoint(projection.name());
        Position head = eventStore.head();
        if (checkpoint.compareTo(head) > 0) {
            problems.add("Projection " + projection.name() + " stands at position " + checkpoint
                    + ", but the log ends at position " + head
                    + ", so that it would miss the next events: restore events and documents from the same backup, or give"
                    + " the projection another name to have it made anew");
        }
    }

    private void checkStoredTypes(EventStore eventStore, List<String> problems) {
        Set<EventType> declared = new HashSet<>();
        aggregates.forEach(
                aggregate -> declared.addAll(aggregate.events().types().values()));
        for (EventType type : eventStore.eventTypes()) {
            if (!declared.contains(type)) {
                problems.add("The store holds events of type " + type.name() + " revision " + type.revision()
                        + ", which no aggregate declares: add the aggregate that makes them, or name the event's class so"
                        + " again with events(…, types -> types.name(…))");
            }
        }
    }
}
