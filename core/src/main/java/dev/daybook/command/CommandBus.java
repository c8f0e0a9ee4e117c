package dev.daybook.command;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.StreamFold;
import dev.daybook.event.EventCatalog;
import dev.daybook.event.EventCodec;
import dev.daybook.event.IdGenerator;
import dev.daybook.store.CommandHeader;
import dev.daybook.store.CommandState;
import dev.daybook.store.Enqueue;
import dev.daybook.store.EventStore;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.subscription.Node;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The commands of one context: takes them into bounded lanes, carries out each stream's in the order in which they came into
 * a lane, and remembers every outcome. A command id has one effect and one outcome for as long as outcomes are remembered,
 * whoever sends it how often. Lanes share nothing but the store; commands for one stream on two lanes have no order.
 *
 * <p>Safe for use by many threads; its methods block, so call them from virtual threads.
 */
public final class CommandBus implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final EventStore store;
    private final CommandBusSetup setup;
    private final Intake intake;
    private final Node node;
    private final Waiters waiters;
    private final Housekeeping housekeeping;
    private final CommandOperations operations;
    private final Map<String, RunningLane> lanes = new LinkedHashMap<>();
    private final MemoryIntake memory;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * What a bus is made for.
     *
     * @param folds stays open when the bus is closed
     */
    public record Context(
            String name,
            EventStore store,
            EventCatalog catalog,
            StreamFold folds,
            Encoding encoding,
            InstantSource clock) {

        EventCodec codec() {
            return encoding.codec();
        }

        IdGenerator ids() {
            return encoding.ids();
        }
    }

    /** How ids and JSON are made. */
    public record Encoding(EventCodec codec, IdGenerator ids) {}

    /**
     * A bus at work.
     *
     * @throws dev.daybook.ConfigurationException if two commands have one name, or commands wait in the store for a lane that
     *     is gone
     */
    public static CommandBus start(
            Context context,
            Collection<? extends Aggregate<?, ?, ?>> aggregates,
            CommandHandlers handlers,
            CommandBusSetup setup) {
        CommandTypes types = new CommandTypes(aggregates, context.codec());
        new ForgottenQueues(new QueueNames(context.name()), setup.lanes(), setup.lanesElsewhere())
                .refuse(context.store().commands());
        return new CommandBus(
                context,
                new Intake(handlers, types, context.ids(), context.store().limits()),
                setup);
    }

    private CommandBus(Context context, Intake intake, CommandBusSetup setup) {
        this.store = context.store();
        this.setup = setup;
        this.intake = intake;
        this.node = Node.join(context.name(), store.leases(), setup.leaseTime());
        this.waiters = new Waiters(store.commands(), context.name());
        StateCache cache = new StateCache(setup.states(), setup.stateBytes(), new StateWeight(context.codec()));
        States states = new States(cache, context.folds());
        Decisions.Tools tools = new Decisions.Tools(context.catalog(), context.ids(), store.limits());
        RunningLane.Core core = new RunningLane.Core(
                new QueueNames(context.name()), node, waiters, intake, new DecideLoop.Means(store, states, tools));
        setup.lanes().forEach((name, lane) -> lanes.put(name, RunningLane.start(lane, setup, core)));
        this.memory = new MemoryIntake(
                store.commands(), setup.listener(), lanes.values().stream().anyMatch(RunningLane::storesCommands));
        this.operations = new CommandOperations(store.commands(), intake, lanes.values());
        this.housekeeping = new Housekeeping(context.name(), store, setup, context.clock());
    }

    /**
     * Carries out a command and waits for its outcome.
     *
     * @throws IllegalArgumentException if no aggregate of this context handles the command
     * @throws LaneFullException if its lane is full
     * @throws CommandIdReusedException if its id belongs to another command
     * @throws OutcomePendingException if it is stored, but has no outcome within the send timeout or is parked
     * @throws BusClosedException if the context is stopping
     * @throws StoreUnavailableException if the store did not answer; where the outcome is unknown, the command may have taken
     *     effect: send it again with the same id
     */
    public Outcome send(Command<?> command) {
        if (command.delivery().due().isPresent()) {
            throw new IllegalArgumentException("A command that is due later cannot be waited for: enqueue it");
        }
        Entered entered = enter(command, false);
        UUID id = entered.header().id();
        MemoryIntake.Accepted accepted = entered.accepted();
        return accepted.outcome() != null
                ? join(accepted.outcome(), id)
                : waiters.await(id, accepted.repeated(), setup.sendTimeout());
    }

    /**
     * Accepts a command, to be carried out soon, or when it is due. On a durable lane it is stored when this returns.
     *
     * @throws IllegalArgumentException if no aggregate of this context handles the command, or it is due later and its lane is
     *     in memory
     * @throws LaneFullException if its lane is full
     * @throws CommandIdReusedException if its id belongs to another command
     * @throws BusClosedException if the context is stopping
     * @throws StoreUnavailableException if the store did not answer
     */
    public Receipt enqueue(Command<?> command) {
        Entered entered = enter(command, true);
        CommandHeader header = entered.header();
        return new Receipt(
                header.id(),
                header.stream(),
                entered.lane().name(),
                entered.accepted().repeated());
    }

    private record Entered(CommandHeader header, RunningLane lane, MemoryIntake.Accepted accepted) {}

    private Entered enter(Command<?> command, boolean leaves) {
        if (closed.get()) {
            throw BusClosedException.stopping();
        }
        Intake.Received received = intake.receive(command);
        RunningLane lane = laneOf(command);
        return new Entered(
                received.work().header(),
                lane,
                accept(received, lane, command.delivery().due(), leaves));
    }

    private MemoryIntake.Accepted accept(
            Intake.Received received, RunningLane lane, Optional<Instant> due, boolean leaves) {
        if (lane.isDurable()) {
            return memory.store(received, lane, due);
        }
        if (due.isPresent()) {
            throw new IllegalArgumentException("Lane " + lane.name()
                    + " keeps its commands in memory and takes none that are due later: name a durable lane");
        }
        return memory.take(received, lane, leaves);
    }

    private RunningLane laneOf(Command<?> command) {
        String named = command.delivery()
                .lane()
                .orElseGet(() -> setup.laneFor(command.payload().getClass()).name());
        RunningLane lane = lanes.get(named);
        if (lane == null) {
            throw new IllegalArgumentException(
                    "There is no lane " + named + ", there are " + new TreeSet<>(lanes.keySet()));
        }
        return lane;
    }

    /**
     * The command as its durable lane stores it, for those who store it together with something else. Nothing is done.
     *
     * @throws IllegalArgumentException if no aggregate of this context handles the command, or its lane is in memory
     */
    public Enqueue entryOf(Command<?> command) {
        Intake.Received received = intake.receive(command);
        RunningLane lane = laneOf(command);
        if (!lane.isDurable()) {
            throw new IllegalArgumentException("Lane " + lane.name() + " keeps its commands in memory, and "
                    + received.work().header().type() + " is to be stored: make the lane durable");
        }
        return new Enqueue(
                lane.queue(),
                lane.capacity(),
                received.serialized(),
                command.delivery().due());
    }

    private static Outcome join(CompletableFuture<Outcome> outcome, UUID id) {
        try {
            return outcome.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                    "The thread was interrupted before the outcome of command " + id
                            + " was known: send it again with this id",
                    StoreUnavailableException.Outcome.UNKNOWN,
                    e);
        }
    }

    /** Where a command is; empty if its id is not known (any more). */
    public Optional<CommandStatus> status(UUID command) {
        if (memory.holds(command)) {
            return Optional.of(new CommandStatus.Pending());
        }
        return store.commands().find(command).map(CommandBus::statusOf);
    }

    private static CommandStatus statusOf(CommandState state) {
        return switch (state) {
            case CommandState.Queued queued -> new CommandStatus.Pending();
            case CommandState.Scheduled scheduled -> new CommandStatus.Scheduled(scheduled.due());
            case CommandState.Parked(var parked) -> new CommandStatus.Parked(parked.attempts(), parked.error());
            case CommandState.Decided(var outcome) -> new CommandStatus.Done(Outcomes.of(outcome));
        };
    }

    /** Takes back a command that is due later. False if its time has come, or it is not known. */
    public boolean cancel(UUID command) {
        return store.commands().cancel(command);
    }

    /** What the people who run it can see and do. */
    public CommandOperations operations() {
        return operations;
    }

    /** {@link #stop(Duration)} with 30 seconds. */
    @Override
    public void close() {
        stop(CLOSE_TIMEOUT);
    }

    /**
     * Takes no more commands, finishes what is in memory, and hands its part of the durable lanes to other nodes. What is in
     * memory and not begun in time is given back to its senders with a {@link BusClosedException}, what still runs with a
     * {@link StoreUnavailableException}, since it may have taken effect or not; what is stored stays so.
     */
    public void stop(Duration timeout) {
        if (closed.getAndSet(true)) {
            return;
        }
        long deadline = System.nanoTime() + Durations.bounded(timeout).toNanos();
        lanes.values().forEach(RunningLane::stopTaking);
        housekeeping.stop();
        lanes.values().forEach(lane -> lane.finish(deadline));
        housekeeping.close(Duration.ofNanos(deadline - System.nanoTime()));
        waiters.close();
        node.close();
    }

    /** The names of its lanes. */
    public List<String> lanes() {
        return List.copyOf(lanes.keySet());
    }
}
