package dev.daybook.context;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.AggregateStates;
import dev.daybook.command.Command;
import dev.daybook.command.CommandBus;
import dev.daybook.command.CommandStatus;
import dev.daybook.command.Outcome;
import dev.daybook.command.Receipt;
import dev.daybook.event.EventCatalog;
import dev.daybook.event.RecordedEvent;
import dev.daybook.process.ProcessManager;
import dev.daybook.process.ProcessStates;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.Documents;
import dev.daybook.projection.Projection;
import dev.daybook.projection.ProjectionOperations;
import dev.daybook.store.EventStore;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import dev.daybook.subscription.SubscriptionOperations;
import dev.daybook.subscription.SubscriptionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One bounded context at work: takes commands, keeps its read models up to date, answers questions about both. Safe for use
 * by many threads; its methods block, so call them from virtual threads.
 */
public final class BoundedContext implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final String name;
    private final EventStore store;
    private final EventCatalog catalog;
    private final WriteSide writeSide;
    private final ReadSide readSide;

    BoundedContext(String name, EventStore store, EventCatalog catalog, WriteSide writeSide, ReadSide readSide) {
        this.name = name;
        this.store = store;
        this.catalog = catalog;
        this.writeSide = writeSide;
        this.readSide = readSide;
    }

    /** Begins a bounded context; the name is for logs and messages. */
    public static BoundedContextBuilder named(String name) {
        return new BoundedContextBuilder(name);
    }

    public String name() {
        return name;
    }

    /** {@link #send(Command)} of a command with nothing beside it. */
    public Outcome send(Object payload) {
        return send(payload instanceof Command<?> command ? command : Command.of(payload));
    }

    /**
     * Carries out a command and waits for its outcome. What was accepted is durably stored, and so is every outcome: the same
     * command id is answered with the first one.
     *
     * @throws IllegalArgumentException if no aggregate of this context handles the command
     * @throws dev.daybook.command.LaneFullException if its lane is full
     * @throws dev.daybook.command.CommandIdReusedException if its id belongs to another command
     * @throws dev.daybook.command.OutcomePendingException if it is stored, but has no outcome in time or is parked
     * @throws dev.daybook.command.BusClosedException if the context is stopping
     * @throws dev.daybook.store.StoreUnavailableException if the store did not answer; where its outcome is unknown, the
     *     command may have taken effect: send it again with the same id
     */
    public Outcome send(Command<?> command) {
        return writeSide.commands().send(command);
    }

    /** {@link #enqueue(Command)} of a command with nothing beside it. */
    public Receipt enqueue(Object payload) {
        return enqueue(payload instanceof Command<?> command ? command : Command.of(payload));
    }

    /**
     * Accepts a command, to be carried out soon, or when it is due. On a durable lane it is stored when this returns. Throws
     * what {@link #send(Command)} does, but for what speaks of outcomes.
     */
    public Receipt enqueue(Command<?> command) {
        return writeSide.commands().enqueue(command);
    }

    /** Where a command is; empty if its id is not known, or not any more. */
    public Optional<CommandStatus> status(UUID command) {
        return writeSide.commands().status(command);
    }

    /** The lanes of this context, and what can be done about commands in them. */
    public CommandBus commands() {
        return writeSide.commands();
    }

    /** All that belongs to a correlation id: commands with their outcomes, and events, at most {@code limit} of each. */
    public Trace trace(String correlation, int limit) {
        return Trace.of(store.traces().find(correlation, limit), catalog);
    }

    /** The recorded events of a stream after a version, oldest first, at most {@code limit}. */
    public List<RecordedEvent<?>> history(StreamId stream, Version after, int limit) {
        return store.readStream(stream, after, limit).stream()
                .<RecordedEvent<?>>map(catalog::read)
                .toList();
    }

    /**
     * What the aggregates of a kind are, and have been at any version and any time.
     *
     * @throws IllegalArgumentException if the aggregate is not one of this context
     */
    public <S> AggregateStates<S> states(Aggregate<?, S, ?> aggregate) {
        return writeSide.states(name, aggregate);
    }

    /**
     * The documents of a projection of this context.
     *
     * @throws IllegalArgumentException if the projection is not one of this context
     */
    public <D> Documents<D> documents(DocumentProjection<D, ?> projection) {
        return readSide.documents(projection);
    }

    /**
     * What can be done about a projection of this context: its documents made anew while they are used, verified, and so on.
     *
     * @throws IllegalArgumentException if the projection is not one of this context
     */
    public ProjectionOperations projection(Projection projection) {
        return readSide.operations(projection);
    }

    /**
     * The processes of a process manager of this context.
     *
     * @throws IllegalArgumentException if the process manager is not one of this context
     */
    public <S> ProcessStates<S> processes(ProcessManager<S> manager) {
        return readSide.states(manager);
    }

    /** How each projection, policy and process manager does. */
    public List<SubscriptionStatus> subscriptions() {
        return readSide.subscriptions();
    }

    /** What can be done about the subscriptions of projections, policies and process managers. */
    public SubscriptionOperations subscriptionOperations() {
        return readSide.host().operations();
    }

    /** {@link #stop(Duration)} with 30 seconds. */
    @Override
    public void close() {
        stop(CLOSE_TIMEOUT);
    }

    /**
     * Takes no more commands, finishes those it has in memory within the time, and stops following the log. The store stays
     * open; whoever opened it closes it afterwards.
     */
    public void stop(Duration timeout) {
        writeSide.stop(timeout);
        readSide.close();
    }
}
