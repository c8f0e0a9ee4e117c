package dev.daybook.subscription;

import dev.daybook.store.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The events of one partition on their way from the reader to the one who deals with them, and where both meet to wait. Safe for
 * use by many threads.
 */
final class Inbox {

    /** How many batches wait at most, so that the next is there when one is done. */
    private static final int BATCHES = 2;

    private static final long BYTES = 8L << 20;

    private final int batch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<KeyedEvent> events = new ArrayDeque<>();
    private Position fetched = Position.START;
    private long bytes;
    private boolean open;
    private boolean poked;
    private boolean inHand;
    private long fullSince;

    Inbox(int batch) {
        this.batch = batch;
    }

    /**
     * Events in order.
     *
     * @param to up to where nothing else concerns the partition
     */
    record Batch(List<KeyedEvent> events, Position to) {}

    /** Empties it, and has it filled with what comes after the position. */
    void open(Position from) {
        lock.lock();
        try {
            events.clear();
            bytes = 0;
            fetched = from;
            fullSince = 0;
            inHand = false;
            open = true;
        } finally {
            lock.unlock();
        }
    }

    /** Empties it, and lets nothing in. */
    void close() {
        lock.lock();
        try {
            events.clear();
            bytes = 0;
            open = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Up to where events have been put in, or concern nobody. */
    Position fetched() {
        lock.lock();
        try {
            return fetched;
        } finally {
            lock.unlock();
        }
    }

    /** Whether more may be put in; those who are closed take nothing. */
    boolean hasRoom() {
        lock.lock();
        try {
            return open && !isFull();
        } finally {
            lock.unlock();
        }
    }

    /** For how many nanoseconds it has been full; 0 if it is not, or closed. */
    long fullFor() {
        lock.lock();
        try {
            if (!open || !isFull()) {
                fullSince = 0;
                return 0;
            }
            long now = System.nanoTime();
            fullSince = fullSince == 0 ? now : fullSince;
            return Math.max(1, now - fullSince);
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        return events.size() >= BATCHES * batch || bytes > BYTES;
    }

    private static long bytesOf(KeyedEvent event) {
        return 2L * event.event().data().length();
    }

    /** Puts in those events of a page that have not been put in before; none if the page does not join to what was put in. */
    void put(Position from, Position reached, List<KeyedEvent> page) {
        lock.lock();
        try {
            if (!open || fetched.compareTo(from) < 0 || fetched.compareTo(reached) >= 0) {
                return;
            }
            boolean wasEmpty = events.isEmpty();
            for (KeyedEvent event : page) {
                if (event.position().compareTo(fetched) > 0) {
                    events.add(event);
                    bytes += bytesOf(event);
                }
            }
            fetched = reached;
            if (wasEmpty && !events.isEmpty()) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets whoever waits look again. */
    void poke() {
        lock.lock();
        try {
            poked = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for events, for a poke, or for so many nanoseconds. */
    void await(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (!poked && events.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            poked = false;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a poke or for so many nanoseconds, whatever comes in. */
    void awaitPoke(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (!poked && left > 0) {
                left = changed.awaitNanos(left);
            }
            poked = false;
        } finally {
            lock.unlock();
        }
    }

    /** Up to where everything is done or concerns nobody; empty while there is something to do. */
    Optional<Position> settled() {
        lock.lock();
        try {
            return open && !inHand && events.isEmpty() ? Optional.of(fetched) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** What was taken out is done. */
    void done() {
        lock.lock();
        try {
            inHand = false;
        } finally {
            lock.unlock();
        }
    }

    /** What was taken out last and is not done comes back, as the next to be taken out. */
    void giveBack(List<KeyedEvent> undone) {
        lock.lock();
        try {
            if (open) {
                for (KeyedEvent event : undone.reversed()) {
                    events.addFirst(event);
                    bytes += bytesOf(event);
                }
            }
            inHand = false;
        } finally {
            lock.unlock();
        }
    }

    /** Takes out as many events as are dealt with at one time, until they are {@link #done}; the batch is empty if there are none. */
    Batch take() {
        lock.lock();
        try {
            List<KeyedEvent> taken = new ArrayList<>(Math.min(batch, events.size()));
            while (taken.size() < batch && !events.isEmpty()) {
                KeyedEvent next = events.remove();
                bytes -= bytesOf(next);
                taken.add(next);
            }
            inHand = !taken.isEmpty();
            Position to = events.isEmpty() ? fetched : taken.getLast().position();
            return new Batch(taken, to);
        } finally {
            lock.unlock();
        }
    }
}
