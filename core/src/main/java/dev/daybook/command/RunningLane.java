package dev.daybook.command;

import dev.daybook.store.EventStore;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.subscription.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
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
    private final @Nullable QueueFeed feed;
    private final @Nullable Overflow overflow;

    private RunningLane(Lane lane, Core core, Parts parts) {
        this.lane = lane;
        this.listener = core.setup().listener();
        this.endings = parts.endings();
        this.runner = new LaneRunner(core.context(), lane, parts.loop());
        QueueFeed.Wiring wiring = new QueueFeed.Wiring(lane, core.store().commands(), core.node(), core.intake()::read);
        LaneSetup setup = lane.setup();
        this.intake = new QueueIntake(lane.name(), lane.name(), setup.capacity(), core.store(), listener);
        this.feed = setup.isDurable() ? new QueueFeed(lane.name(), PARTS, wiring, () -> {}) : null;
        this.overflow = setup.whenFull() instanceof WhenFull.Overflow(long capacity)
                ? new Overflow(wiring, queue -> new QueueIntake(lane.name(), queue, capacity, core.store(), listener))
                : null;
    }

    private record Parts(Endings endings, DecideLoop loop) {}

    static RunningLane start(LaneSetup setup, Core core) {
        Endings endings = new Endings(
                setup.name(),
                core.waiters(),
                new StoredCommandParking(core.store(), setup.isDurable()),
                core.setup().listener(),
                core.setup().patience());
        DecideLoop loop = new DecideLoop(
                core.store(), core.states(), core.tools(), endings, core.setup().conflictsAtMost());
        return new RunningLane(new Lane(setup), core, new Parts(endings, loop));
    }

    String name() {
        return lane.name();
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
        boolean isNew = intake.put(command, due, lane.setup().whenFull());
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
            if (!behind.put(received, lane.setup().whenFull())) {
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
        long left = lane.setup().whenFull() instanceof WhenFull.Await(Duration timeout) ? timeout.toNanos() : 0;
        long deadline = System.nanoTime() + left;
        try {
            do {
                left = deadline - System.nanoTime();
                boolean isRoom = left > 0 && lane.awaitRoom(Duration.ofNanos(left));
                if (lane.isClosed()) {
                    throw BusClosedException.stopping();
                }
                if (!isRoom) {
                    listener.rejected(name());
                    throw new LaneFullException(
                            name(),
                            lane.setup().capacity(),
                            QueueIntake.retryAfter(lane.setup().whenFull()));
                }
            } while (!lane.offer(command));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                    "The thread was interrupted while it waited for room in lane " + name() + "; nothing was done",
                    StoreUnavailableException.Outcome.NOT_STORED,
                    e);
        }
    }

    /** Takes no more commands, brings in nothing more that is stored, and tries nothing again. */
    void stopTaking() {
        endings.stopTryingAgain();
        lane.close();
        if (feed != null) {
            feed.close();
        }
        if (overflow != null) {
            overflow.close();
        }
    }

    /** Lets what is in memory be finished, then ends its workers; what is not finished in time is given back. */
    void finish(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            lane.awaitEmpty(timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // time is up
        }
        for (Pending left : lane.drop(command -> true)) {
            left.outcome()
                    .completeExceptionally(
                            BusClosedException.stopped(left.header().id()));
        }
        runner.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()));
        for (Pending stuck : lane.inHand()) {
            stuck.outcome()
                    .completeExceptionally(new StoreUnavailableException(
                            "The context stopped while command "
                                    + stuck.header().id()
                                    + " was carried out; it may have taken effect: send it again with this id",
                            StoreUnavailableException.Outcome.UNKNOWN));
        }
        runner.interrupt(); // only now, so that what the interrupt breaks off is not taken for an outcome
    }

    /** What all lanes of a context share. */
    record Core(String context, EventStore store, CommandBusSetup setup, Shared shared) {

        Node node() {
            return shared.node();
        }

        Waiters waiters() {
            return shared.waiters();
        }

        Intake intake() {
            return shared.intake();
        }

        States states() {
            return shared.states();
        }

        Decisions.Tools tools() {
            return shared.tools();
        }
    }

    /** The parts of it. */
    record Shared(Node node, Waiters waiters, Intake intake, States states, Decisions.Tools tools) {}
}
