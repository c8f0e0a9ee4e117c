package dev.daybook.aggregate;

import dev.daybook.ConfigurationException;
import dev.daybook.event.EventTypes;
import dev.daybook.event.SealedRecords;
import dev.daybook.store.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A kind of aggregate: which commands it takes, to which stream each goes, which events it makes, and the decider that
 * rules it. The stream of an aggregate is its name and the key that the command gives, such as {@code order-42}. Immutable.
 *
 * <pre>{@code
 * Aggregate.named("order")
 *     .commands(OrderCommand.class, OrderCommand::orderId)
 *     .events(OrderEvent.class)
 *     .decider(new OrderDecider())
 * }</pre>
 *
 * @param <C> sealed interface of its commands
 * @param <S> its state
 * @param <E> sealed interface of its events
 */
public final class Aggregate<C, S, E> {

    private final String name;
    private final Class<C> commands;
    private final List<Class<? extends C>> commandTypes;
    private final Function<? super C, String> key;
    private final EventTypes<E> events;
    private final Decider<C, S, E> decider;
    private final Optional<SnapshotPolicy<S>> snapshots;

    private Aggregate(WithEvents<C, E> parts, Decider<C, S, E> decider) {
        this.name = parts.commands.name;
        this.commands = parts.commands.root;
        this.commandTypes = parts.commands.types;
        this.key = parts.commands.key;
        this.events = parts.events;
        this.decider = decider;
        this.snapshots = Optional.empty();
    }

    private Aggregate(Aggregate<C, S, E> same, SnapshotPolicy<S> snapshots) {
        this.name = same.name;
        this.commands = same.commands;
        this.commandTypes = same.commandTypes;
        this.key = same.key;
        this.events = same.events;
        this.decider = same.decider;
        this.snapshots = Optional.of(snapshots);
    }

    /** Begins an aggregate; the name is the category of its streams: a letter, then letters, digits, {@code _} or {@code .}. */
    public static Named named(String name) {
        if (!StreamId.isCategory(name)) {
            throw new ConfigurationException("Aggregate name '" + name
                    + "' cannot be the category of streams: expected a letter, then letters, digits, '_' or '.'");
        }
        return new Named(name);
    }

    public String name() {
        return name;
    }

    /** The records that it takes as commands. */
    public List<Class<? extends C>> commandTypes() {
        return commandTypes;
    }

    public EventTypes<E> events() {
        return events;
    }

    public Decider<C, S, E> decider() {
        return decider;
    }

    /** The same aggregate, whose states are kept beside long streams. */
    public Aggregate<C, S, E> snapshots(SnapshotPolicy<S> policy) {
        return new Aggregate<>(this, policy);
    }

    /** When to keep its states, if ever. */
    public Optional<SnapshotPolicy<S>> snapshots() {
        return snapshots;
    }

    /** The command as one of this aggregate's. */
    public C cast(Object command) {
        return commands.cast(command);
    }

    /** The stream that the command goes to. */
    public StreamId streamOf(C command) {
        return stream(key.apply(command));
    }

    /** The stream of the aggregate with this key. */
    public StreamId stream(String aggregateKey) {
        return StreamId.of(name, aggregateKey);
    }

    @Override
    public String toString() {
        return "aggregate " + name;
    }

    /** An aggregate whose commands are to be given. */
    public static final class Named {

        private final String name;

        private Named(String name) {
            this.name = name;
        }

        /** The records below a sealed interface as commands, and the key of the aggregate that each is for. */
        public <C> WithCommands<C> commands(Class<C> root, Function<? super C, String> key) {
            return new WithCommands<>(name, root, key);
        }
    }

    /** An aggregate whose events are to be given. */
    public static final class WithCommands<C> {

        private final String name;
        private final Class<C> root;
        private final List<Class<? extends C>> types;
        private final Function<? super C, String> key;

        private WithCommands(String name, Class<C> root, Function<? super C, String> key) {
            this.name = name;
            this.root = root;
            this.types = SealedRecords.below(root);
            this.key = key;
        }

        /** The records below a sealed interface as events, named by their classes' simple names. */
        public <E> WithEvents<C, E> events(Class<E> eventRoot) {
            return new WithEvents<>(this, EventTypes.below(eventRoot));
        }

        /** The records below a sealed interface as events, with some of the names set. */
        public <E> WithEvents<C, E> events(Class<E> eventRoot, Consumer<EventTypes.Naming<E>> naming) {
            return new WithEvents<>(this, EventTypes.below(eventRoot, naming));
        }
    }

    /** An aggregate whose decider is to be given. */
    public static final class WithEvents<C, E> {

        private final WithCommands<C> commands;
        private final EventTypes<E> events;

        private WithEvents(WithCommands<C> commands, EventTypes<E> events) {
            this.commands = commands;
            this.events = events;
        }

        public <S> Aggregate<C, S, E> decider(Decider<C, S, E> decider) {
            return new Aggregate<>(this, decider);
        }
    }
}
