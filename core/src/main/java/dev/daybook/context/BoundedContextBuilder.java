package dev.daybook.context;

import dev.daybook.ConfigurationException;
import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.StreamFold;
import dev.daybook.command.CommandBus;
import dev.daybook.command.CommandBusSetup;
import dev.daybook.command.CommandHandlers;
import dev.daybook.event.EventCatalog;
import dev.daybook.event.EventCodec;
import dev.daybook.event.IdGenerator;
import dev.daybook.event.JsonCodec;
import dev.daybook.process.Policy;
import dev.daybook.process.ProcessManager;
import dev.daybook.process.Processes;
import dev.daybook.projection.Projection;
import dev.daybook.projection.Projections;
import dev.daybook.store.EventStore;
import dev.daybook.store.EventType;
import dev.daybook.subscription.Backoff;
import dev.daybook.subscription.Node;
import dev.daybook.subscription.SubscriptionHost;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts a bounded context together. {@link #start()} checks all of it before anything runs. Not for use by many threads. */
public final class BoundedContextBuilder {

    private final String name;
    private final List<Aggregate<?, ?, ?>> aggregates = new ArrayList<>();
    private final List<Projection> projections = new ArrayList<>();
    private final ProcessSide processes = new ProcessSide();
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

    public BoundedContextBuilder projection(Projection projection) {
        projections.add(projection);
        return this;
    }

    /** Reacts to events with side effects. */
    public BoundedContextBuilder policy(Policy policy) {
        processes.add(policy);
        return this;
    }

    /** Follows what belongs together, keeps time and sends commands, which durable lanes must take. */
    public BoundedContextBuilder processManager(ProcessManager<?> manager) {
        processes.add(manager);
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
        processes.checkNames(projections, problems);
        CommandHandlers handlers = check(problems, () -> new CommandHandlers(aggregates, declaredCommands));
        EventCatalog catalog = check(
                problems,
                () -> new EventCatalog(
                        aggregates.stream().map(Aggregate::events).toList(), codec));
        checkStoredTypes(eventStore, problems);
        projections.forEach(projection -> checkProjection(projection, problems));
        if (handlers != null && catalog != null) {
            processes.check(catalog, handlers, bus, problems);
        }
        if (handlers == null || catalog == null || !problems.isEmpty()) {
            throw new ConfigurationException("Context " + name + " cannot start:\n- " + String.join("\n- ", problems));
        }
        return start(eventStore, catalog, handlers);
    }

    private BoundedContext start(EventStore eventStore, EventCatalog catalog, CommandHandlers handlers) {
        StreamFold folds = new StreamFold(eventStore, catalog, codec);
        try {
            return start(eventStore, catalog, startCommands(eventStore, catalog, handlers, folds), folds);
        } catch (RuntimeException e) {
            folds.close();
            throw e;
        }
    }

    private CommandBus startCommands(
            EventStore eventStore, EventCatalog catalog, CommandHandlers handlers, StreamFold folds) {
        IdGenerator generator = ids != null ? ids : IdGenerator.uuidV7(clock, new SecureRandom());
        return CommandBus.start(
                new CommandBus.Context(
                        name, eventStore, catalog, folds, new CommandBus.Encoding(codec, generator), clock),
                aggregates,
                handlers,
                bus);
    }

    private BoundedContext start(EventStore eventStore, EventCatalog catalog, CommandBus commands, StreamFold folds) {
        try {
            ReadSide readSide = startReadSide(eventStore, catalog, commands);
            return new BoundedContext(name, eventStore, catalog, new WriteSide(aggregates, folds, commands), readSide);
        } catch (RuntimeException e) {
            commands.close();
            throw e;
        }
    }

    private ReadSide startReadSide(EventStore eventStore, EventCatalog catalog, CommandBus commands) {
        Node node = Node.join(name + "-read", eventStore.leases(), bus.leaseTime());
        SubscriptionHost host = SubscriptionHost.start(eventStore, node, clock);
        try {
            RunningProcesses reacting = processes.start(
                    new Processes.Context(
                            eventStore, catalog, codec, clock, command -> ProcessSide.route(commands, command)),
                    host);
            Projections running = Projections.start(
                    projections,
                    new Projections.Setup(eventStore, catalog, codec, host, clock, backoff, Projections.DROP_AFTER));
            return new ReadSide(name, node, host, running, reacting);
        } catch (RuntimeException e) {
            host.close();
            node.close();
            throw e;
        }
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
                .map(Projection::name)
                .filter(projection -> !names.add(projection))
                .forEach(twice -> problems.add("Two projections are named " + twice + ": rename one of them"));
    }

    private void checkProjection(Projection projection, List<String> problems) {
        boolean made = aggregates.stream()
                .flatMap(aggregate -> aggregate.events().types().keySet().stream())
                .anyMatch(projection.events()::isAssignableFrom);
        if (!made) {
            problems.add("Projection " + projection.name() + " follows "
                    + projection.events().getName()
                    + ", but no aggregate makes such events: add the aggregate, or follow events of another");
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
