package dev.daybook.command;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * What a lane in memory does not hold is stored behind it, and from the first that is, every later command is, too, until all
 * of it has been brought in: so nothing overtakes. The queue is this node's own; what a lost node leaves, another takes over.
 * Safe for use by many threads.
 */
final class Overflow implements AutoCloseable {

    private final Lane lane;
    private final String prefix;
    private final QueueIntake intake;
    private final QueueFeed.Wiring wiring;
    private final String own;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, QueueFeed> adopted = new ConcurrentHashMap<>();
    private final QueueFeed feed;
    private boolean closed;
    private boolean overflowing;
    private int storing;
    private long stored;
    private long storedWhenEmpty = -1;

    /** @param intakes makes the intake of the queue of a name */
    Overflow(QueueFeed.Wiring wiring, Function<String, QueueIntake> intakes) {
        this.lane = wiring.lane();
        this.wiring = wiring;
        this.prefix = "overflow/" + lane.name() + '/';
        this.own = prefix + wiring.node().id();
        this.intake = intakes.apply(own);
        this.feed = new QueueFeed(own, 1, wiring, this::broughtIn);
        wiring.node().eachRound(this::adopt);
    }

    /** Keeps a command in memory; false if it must be stored. */
    boolean offer(Pending command) {
        lock.lock();
        try {
            if (!overflowing && lane.offer(command)) {
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
    boolean put(Intake.Received command, WhenFull whenFull) {
        try {
            return intake.put(command, Optional.empty(), whenFull);
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

    /** Nothing was there to bring in, twice with nothing stored in between: all of it is in memory. */
    private void broughtIn() {
        lock.lock();
        try {
            if (storing == 0 && stored == storedWhenEmpty) {
                overflowing = false;
            }
            storedWhenEmpty = stored;
        } finally {
            lock.unlock();
        }
    }

    private void adopt() {
        Set<String> alive = wiring.node().alive();
        for (String queue : wiring.commands().queues(prefix)) {
            if (!queue.equals(own) && !alive.contains(queue.substring(prefix.length()))) {
                adopt(queue);
            }
        }
        adopted.values().removeIf(this::isDone);
    }

    private void adopt(String queue) {
        lock.lock();
        try {
            if (!closed) {
                adopted.computeIfAbsent(queue, left -> new QueueFeed(left, 1, wiring, () -> {}));
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isDone(QueueFeed left) {
        boolean done = wiring.commands().status(left.queue()).pending() == 0;
        if (done) {
            left.close();
            left.release();
        }
        return done;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        adopted.values().forEach(QueueFeed::close);
        feed.close();
    }
}
