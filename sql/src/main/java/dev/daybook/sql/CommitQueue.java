package dev.daybook.sql;

import dev.daybook.store.StoreLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue in front of the writers, and the decision when a group is worth sending.
 *
 * <p>The callers just answered are about to come back, so a free writer waits a moment, a fraction of what a group takes,
 * for as many as the last group had: one group of sixteen costs little more than a group of one. While another writer's
 * group is in flight, the database is busy anyway, so only a full group is sent behind it.
 */
final class CommitQueue {

    static final String CLOSED = "The store is closed; nothing of this commit was stored";

    /** A group of one takes about half a millisecond; a longer pause would be felt by a lone caller. */
    private static final long LONGEST_LINGER_NANOS = 1_000_000;

    private static final int LINGER_FRACTION = 4;
    private static final int FLIGHTS_TO_WAIT = 4;
    private static final long SHORTEST_WAIT_NANOS = 20_000_000;

    private final StoreLimits.Waiting limits;
    private final GroupSize groupSize;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition gathered = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final ArrayDeque<Submission> queue = new ArrayDeque<>();
    private int commits;
    private int events;
    private long bytes;
    private int inFlight;
    private int expectedBack;
    private long lastFlightNanos;
    private int wakeAt = 1;
    private boolean closed;

    CommitQueue(StoreLimits.Waiting limits, GroupSize groupSize) {
        this.limits = limits;
        this.groupSize = groupSize;
    }

    /** Adds the submission when there is room for it; returns why it could not, or null. */
    @Nullable
    String put(Submission submission, long deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && !fits(submission)) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return "The queue of the store is full: " + commits + " commits and " + bytes
                            + " bytes wait, allowed are "
                            + limits.commits() + " and " + limits.bytes()
                            + "; nothing of this commit was stored: send less at a time, or raise StoreLimits.waiting";
                }
                room.awaitNanos(left);
            }
            if (closed) {
                return CLOSED;
            }
            queue.add(submission);
            count(submission, 1);
            if (queue.size() >= wakeAt || full()) {
                gathered.signal();
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** The next group, at least one submission; none when the queue is closed and empty. */
    List<Submission> take(GroupWriter writer) {
        lock.lock();
        try {
            while (true) {
                awaitSomething(writer);
                if (queue.isEmpty()) {
                    return List.of();
                }
                if (inFlight == 0) {
                    linger();
                } else {
                    awaitFullGroupOrFreeDatabase();
                }
                List<Submission> group = gather();
                if (!group.isEmpty()) {
                    inFlight++;
                    return group;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says that a group of this many submissions has been answered. */
    void written(int submissions, long flightNanos) {
        lock.lock();
        try {
            inFlight--;
            expectedBack = submissions;
            lastFlightNanos = flightNanos;
            gathered.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes out a submission that its caller has withdrawn. */
    void remove(Submission submission) {
        lock.lock();
        try {
            if (queue.remove(submission)) {
                count(submission, -1);
                room.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            gathered.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Empties the queue; returns what nobody will write any more. */
    List<Submission> drain() {
        lock.lock();
        try {
            List<Submission> left = new ArrayList<>(queue);
            left.removeIf(submission -> !submission.take());
            queue.clear();
            return left;
        } finally {
            lock.unlock();
        }
    }

    private void awaitSomething(GroupWriter writer) {
        while (queue.isEmpty() && !closed) {
            wakeAt = 1;
            long again = idleUnlocked(writer);
            if (queue.isEmpty() && !closed) {
                awaitGathered(again);
            }
        }
    }

    private long idleUnlocked(GroupWriter writer) {
        lock.unlock();
        try {
            return writer.idle();
        } finally {
            lock.lock();
        }
    }

    private void linger() {
        long deadline = System.nanoTime() + Math.min(lastFlightNanos / LINGER_FRACTION, LONGEST_LINGER_NANOS);
        while (queue.size() < expectedBack && !full() && !closed) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return;
            }
            wakeAt = expectedBack;
            awaitGathered(left);
        }
    }

    private void awaitFullGroupOrFreeDatabase() {
        long deadline = System.nanoTime() + Math.max(SHORTEST_WAIT_NANOS, lastFlightNanos * FLIGHTS_TO_WAIT);
        while (inFlight > 0 && !full() && !closed) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                return; // the other writer's connection hangs, perhaps for long
            }
            wakeAt = Integer.MAX_VALUE;
            awaitGathered(left);
        }
        if (inFlight == 0) {
            linger();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // every caller looks again in a loop of its own
    private void awaitGathered(long nanos) {
        try {
            gathered.awaitNanos(nanos);
        } catch (InterruptedException e) {
            closed = true; // Writers are interrupted only by close, once what was left has been drained and answered.
        }
    }

    private List<Submission> gather() {
        List<Submission> group = new ArrayList<>(Math.min(queue.size(), groupSize.commits()));
        int groupCommits = 0;
        int groupEvents = 0;
        long groupBytes = 0;
        while (!queue.isEmpty()) {
            Submission next = queue.peek();
            groupEvents += next.events();
            groupBytes += next.bytes();
            groupCommits += next.commits().size();
            boolean fits = groupCommits <= groupSize.commits()
                    && groupEvents <= groupSize.events()
                    && groupBytes <= groupSize.bytes();
            if (!group.isEmpty() && !fits) {
                break;
            }
            queue.remove();
            count(next, -1);
            if (next.take()) {
                group.add(next);
            }
        }
        room.signalAll();
        return group;
    }

    private boolean fits(Submission submission) {
        return queue.isEmpty()
                || (commits + submission.commits().size() <= limits.commits()
                        && bytes + submission.bytes() <= limits.bytes());
    }

    /** Whether the database has enough to do with what waits, so that it is not worth waiting for more. */
    private boolean full() {
        return events >= Math.min(groupSize.commits(), groupSize.events()) || bytes >= groupSize.bytes();
    }

    private void count(Submission submission, int sign) {
        commits += sign * submission.commits().size();
        events += sign * submission.events();
        bytes += sign * submission.bytes();
    }
}
