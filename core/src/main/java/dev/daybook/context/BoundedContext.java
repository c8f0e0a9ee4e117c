package dev.daybook.context;

import dev.daybook.command.Command;
import dev.daybook.command.CommandExecutor;
import dev.daybook.command.Outcome;
import dev.daybook.event.EventCatalog;
import dev.daybook.event.RecordedEvent;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.projection.Documents;
import dev.daybook.projection.RunningProjection;
import dev.daybook.store.EventStore;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import dev.daybook.subscription.SubscriptionStatus;
import java.util.List;
import java.util.Map;

/**
 * One bounded context at work: takes commands, keeps its read models up to date, answers questions about both. Safe for use
 * by many threads; its methods block, so call them from virtual threads.
 */
public final class BoundedContext implements AutoCloseable {

    private final String name;
    private final EventStore store;
    private final EventCatalog catalog;
    private final CommandExecutor executor;
    private final Map<DocumentProjection<?, ?>, RunningProjection<?, ?>> projections;

    BoundedContext(
            String name,
            EventStore store,
            EventCatalog catalog,
            CommandExecutor executor,
            Map<DocumentProjection<?, ?>, RunningProjection<?, ?>> projections) {
        this.name = name;
        this.store = store;
        this.catalog = catalog;
        this.executor = executor;
        this.projections = projections;
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
     * Carries out a command and waits for its outcome. What was accepted is durably stored.
     *
     * @throws IllegalArgumentException if no aggregate of this context handles the command
     * @throws dev.daybook.store.StoreUnavailableException if the store did not answer; where its outcome is unknown, the
     *     command may have taken effect, so look before sending it again
     */
    public Outcome send(Command<?> command) {
        return executor.execute(command);
    }

    /** The recorded events of a stream after a version, oldest first, at most {@code limit}. */
    public List<RecordedEvent<?>> history(StreamId stream, Version after, int limit) {
        return store.readStream(stream, after, limit).stream()
                .<RecordedEvent<?>>map(catalog::read)
                .toList();
    }

    /**
     * The documents of a projection of this context.
     *
     * @throws IllegalArgumentException if the projection is not one of this context
     */
    @SuppressWarnings("unchecked") // the builder puts each projection beside what runs it
    public <D> Documents<D> documents(DocumentProjection<D, ?> projection) {
        RunningProjection<?, ?> running = projections.get(projection);
        if (running == null) {
            throw new IllegalArgumentException(
                    "Projection " + projection.name() + " is not one of context " + name + ", it has "
                            + projections.keySet().stream()
                                    .map(DocumentProjection::name)
                                    .toList());
        }
        return (Documents<D>) running;
    }

    /** How each projection does. */
    public List<SubscriptionStatus> subscriptions() {
        return projections.values().stream().map(RunningProjection::status).toList();
    }

    /** Stops following the log. The store stays open; whoever opened it closes it afterwards. */
    @Override
    public void close() {
        projections.values().forEach(RunningProjection::close);
    }
}
