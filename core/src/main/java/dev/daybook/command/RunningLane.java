package dev.daybook.command;

import dev.daybook.store.EventStore;
import dev.daybook.subscription.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A lane at work: its memory, its workers, and what is stored for it. Safe for use by many threads. */
final class RunningLane {

    /** Into how many parts a durable lane is cut, to be shared among nodes. */
    private static final int PARTS = 64;

    private final Lane lane;
    private final LaneRunner runner;
    private final Endings endings;
    private final CommandListener listener;
    private final QueueIntake intake;
    private final String overflowPrefix;
    private final @Nullable QueueFeed feed;
    private final @Nullable Overflow overflow;

    /** What all lanes of a context share. */
    record Core(QueueNames queues, Node node, Waiters waiters, Intake intake, DecideLoop.Means means) {}

    private RunningLane(Lane lane, Core core, Endings endings, LaneRunner runner, CommandBusSetup bus) {
        CommandListener listener = bus.listener();
        this.lane = lane;
        this.listener = listener;
        this.endings = endings;
        this.runner = runner;
        EventStore store = core.means().store();
        QueueFeed.Wiring wiring = new QueueFeed.Wiring(lane, store.commands(), core.node(), core.intake()::read);
        LaneSetup setup = lane.setup();
        this.intake = new QueueIntake(lane, core.queues().ofLane(lane.name()), setup.capacity(), store, listener);
        this.overflowPrefix = core.queues().overflowOf(lane.name());
        this.feed = setup.isDurable() ? new QueueFeed(intake.queue(), wiring, new Durable()) : null;
        this.overflow = setup.whenFull() instanceof WhenFull.Overflow(long capacity)
                ? new Overflow(
                        overflowPrefix,
                        wiring,
                        queue -> new QueueIntake(lane, queue, capacity, store, listener),
                        new Predecessors(
                                store,
                                overflowPrefix,
                                overflowPrefix + core.node().id(),
                                bus.leaseTime()))
                : null;
    }

    /** The queue of a durable lane. */
    private record Durable() implements QueueFeed.Purpose {

        @Override
        public int parts() {
            return PARTS;
        }

        @Override
        public boolean takesUnreadable() {
            return true;
        }

        @Override
        public boolean keepsPlace() {
            return false;
        }

        @Override
        public boolean mayBringIn() {
            return true;
        }

        @Override
        public void broughtIn(long undone) {}
    }

    static RunningLane start(LaneSetup setup, CommandBusSetup bus, Core core) {
        Lane lane = new Lane(setup);
        Endings endings = new Endings(
                setup.name(),
                core.waiters(),
                new StoredCommandParking(core.means().store(), setup.isDurable()),
                bus.listener(),
                bus.patience());
        LaneRunner runner = new LaneRunner(
                core.queues().context(), lane, new DecideLoop(core.means(), endings, bus.conflictsAtMost()), endings);
        return new RunningLane(lane, core, endings, runner, bus);
    }

    String name() {
        return lane.name();
    }

    /** How many commands it holds. */
    int capacity() {
        return lane.setup().capacity();
    }

    /** The queue that it is filled from if it is durable. */
    String queue() {
        return intake.queue();
    }

    /** What the names of the queues begin with that it overflows into, on any node. */
    String overflowPrefix() {
        return overflowPrefix;
    }

    boolean isDurable() {
        return feed != null;
    }

    /** Whether commands may wait for it in the store. */
    boolean storesCommands() {
        return feed != null || overflow != null;
    }

    int held() {
        return lane.held();
    }

    /** Stores a command for a durable lane; whether it is new. */
    boolean store(Intake.Received command, Optional<Instant> due) {
        boolean isNew = intake.put(command, due);
        if (isNew) {
            listener.accepted(name(), lane.held());
        }
        return isNew;
    }

    /** Where a command went that a lane in memory took. */
    enum Taken {
        KEPT,
        STORED,
        /** It was stored before. */
        KNOWN
    }

    /** Takes a command into memory, or stores it behind the lane. */
    Taken take(Pending command, Intake.Received received) {
        Overflow behind = overflow;
        if (behind != null && !behind.offer(command)) {
            if (!behind.put(received)) {
                return Taken.KNOWN;
            }
            listener.overflowed(name());
            return Taken.STORED;
        }
        if (behind == null && !lane.offer(command)) {
            waitForRoom(command);
        }
        listener.accepted(name(), lane.held());
        return Taken.KEPT;
    }

    private void waitForRoom(Pending command) {
        Room room = new Room(lane, lane.setup().capacity(), listener);
        AtomicBoolean taken = new AtomicBoolean();
        while (!taken.get()) {
            room.await(left -> taken.set(lane.offer(command, left)));
        }
    }

    /** Takes no more commands, brings in nothing more that is stored, and tries nothing again. */
    void stopTaking() {
        if (feed != null) {
            feed.stop();
        }
        if (overflow != null) {
            overflow.stop();
        }
        lane.close(); // before anything is left to others, so that nothing comes in behind it
        endings.stopTryingAgain();
    }

    /**
     * Lets what is in memory be finished, then ends its workers; what is not finished in time is given back.
     *
     * @param deadline a time of {@link System#nanoTime()}
     */
    void finish(long deadline) {
        closeFeeds(deadline);
        try {
            lane.awaitEmpty(Duration.ofNanos(deadline - System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // time is up
        }
        lane.drop(command -> true).forEach(endings::stopped);
        runner.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()));
        lane.inHand().forEach(endings::stoppedInHand);
        runner.interrupt(); // only now, so that what the interrupt breaks off is not taken for an outcome
    }

    private void closeFeeds(long deadline) {
        if (feed != null) {
            feed.close(Duration.ofNanos(deadline - System.nanoTime()));
        }
        if (overflow != null) {
            overflow.close(deadline);
        }
    }
}
