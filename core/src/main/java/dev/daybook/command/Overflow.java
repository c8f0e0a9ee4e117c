package dev.daybook.command;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * What a lane in memory does not hold is stored behind it, and from the first that is, every later command is, too, until all
 * of it has been brought in: so nothing overtakes. The queue is this node's own; what a lost node leaves, another takes over,
 * unless it cannot read it, and gives back should that node return. Safe for use by many threads.
 */
final class Overflow {

    /** How long a queue is left to others that was found to hold what cannot be read here. */
    private static final long LEFT_TO_OTHERS_NANOS = Duration.ofMinutes(1).toNanos();

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final Lane lane;
    private final String prefix;
    private final QueueIntake intake;
    private final QueueFeed.Wiring wiring;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, QueueFeed> adopted = new ConcurrentHashMap<>();
    private final Map<String, Long> leftUntil = new ConcurrentHashMap<>();
    private final Predecessors predecessors;
    private final QueueFeed feed;
    private boolean closed;
    private boolean overflowing;
    private int storing;
    private long stored;
    private long storedWhenEmpty = -1;
    private long undoneWhenEmpty;

    /**
     * @param prefix what the names of the nodes' queues begin with
     * @param intakes makes the intake of the queue of a name
     * @param predecessors the queues that come before this node's
     */
    Overflow(String prefix, QueueFeed.Wiring wiring, Function<String, QueueIntake> intakes, Predecessors predecessors) {
        this.lane = wiring.lane();
        this.wiring = wiring;
        this.prefix = prefix;
        this.intake = intakes.apply(prefix + wiring.node().id());
        this.predecessors = predecessors;
        this.overflowing = !predecessors.areSettled();
        this.undoneWhenEmpty = lane.undone();
        this.feed = new QueueFeed(intake.queue(), wiring, new OneNodes(predecessors::areSettled, this::broughtIn));
        wiring.node().eachRound(this::adopt);
    }

    /** The queue of one node: read as a whole, and in order. */
    private record OneNodes(BooleanSupplier turn, LongConsumer onEmpty) implements QueueFeed.Purpose {

        @Override
        public int parts() {
            return 1;
        }

        /** Nobody could retry what was parked here; and what another version stored, that version can carry out. */
        @Override
        public boolean takesUnreadable() {
            return false;
        }

        @Override
        public boolean keepsPlace() {
            return true;
        }

        @Override
        public boolean mayBringIn() {
            return turn.getAsBoolean();
        }

        @Override
        public void broughtIn(long undone) {
            onEmpty.accept(undone);
        }
    }

    /** Keeps a command in memory; false if it must be stored. */
    boolean offer(Pending command) {
        lock.lock();
        try {
            if (!overflowing && lane.offer(command, undoneWhenEmpty)) {
                return true;
            }
            overflowing = true;
            storing++;
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Stores a command that was not taken by {@link #offer}; whether it is new. */
    boolean put(Intake.Received command) {
        try {
            return intake.put(command, Optional.empty());
        } finally {
            lock.lock();
            try {
                storing--;
                stored++;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Nothing was there to bring in, twice with nothing stored or left undone in between: all of it is in memory. */
    private void broughtIn(long undone) {
        lock.lock();
        try {
            boolean all = storing == 0 && adopted.values().stream().allMatch(Overflow::hasBroughtIn);
            if (all && stored == storedWhenEmpty && undone == undoneWhenEmpty) {
                overflowing = false;
            }
            storedWhenEmpty = all ? stored : -1;
            undoneWhenEmpty = all ? undone : undoneWhenEmpty;
        } finally {
            lock.unlock();
        }
    }

    private static boolean hasBroughtIn(QueueFeed left) {
        return !left.holdsAny() || left.hasBroughtIn();
    }

    private void adopt() {
        long aliveAt = wiring.node().beatenAt();
        Set<String> alive = wiring.node().alive();
        adopted.values().removeIf(left -> isOver(left, alive));
        leftUntil.values().removeIf(until -> until - System.nanoTime() <= 0);
        for (String queue : wiring.commands().queues(prefix)) {
            if (!queue.equals(intake.queue()) && !isOwnerAmong(alive, queue) && !leftUntil.containsKey(queue)) {
                adopt(queue);
            }
        }
        predecessors.settle(queue -> isOwnerAmong(alive, queue), aliveAt, leftUntil::containsKey, this::isHeld);
    }

    private boolean isHeld(String queue) {
        QueueFeed left = adopted.get(queue);
        return left != null && left.holdsAny();
    }

    private boolean isOwnerAmong(Set<String> nodes, String queue) {
        return nodes.contains(queue.substring(prefix.length()));
    }

    private void adopt(String queue) {
        lock.lock();
        try {
            if (!closed) {
                adopted.computeIfAbsent(
                        queue,
                        left -> new QueueFeed(
                                left,
                                wiring,
                                new OneNodes(
                                        () -> predecessors.areSettledBefore(left),
                                        undone -> predecessors.settle(left))));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives a queue back that is empty, or whose owner was not lost after all, or that others may be able to read. */
    private boolean isOver(QueueFeed left, Set<String> alive) {
        boolean over = isOwnerAmong(alive, left.queue())
                || left.heldUp()
                || wiring.commands().status(left.queue()).pending() == 0;
        if (over) {
            if (left.heldUp()) {
                leftUntil.put(left.queue(), System.nanoTime() + LEFT_TO_OTHERS_NANOS);
            }
            left.close(CLOSE_TIMEOUT);
            left.release();
        }
        return over;
    }

    /** Brings in no more. */
    void stop() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        adopted.values().forEach(QueueFeed::stop);
        feed.stop();
    }

    /** Waits for what is being read, but not beyond a time of {@link System#nanoTime()}; what is in memory stays to be finished. */
    void close(long deadline) {
        adopted.values().forEach(left -> left.end(Duration.ofNanos(deadline - System.nanoTime())));
        feed.end(Duration.ofNanos(deadline - System.nanoTime()));
    }
}
