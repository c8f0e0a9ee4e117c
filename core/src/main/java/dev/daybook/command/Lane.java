package dev.daybook.command;

import dev.daybook.store.QueuedCommand;
import dev.daybook.store.StreamId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The commands of one lane that are in memory, bounded. Each stream's commands are handed to one worker at a time, in order;
 * a stream that rests holds up no other. Safe for use by many threads.
 */
final class Lane {

    /** How much of what is stored is held in memory at one time, however few commands that is, but one in any case. */
    static final long STORED_BYTES = 16L << 20;

    private final LaneSetup setup;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final WaitingSenders waiting = new WaitingSenders(lock);
    private final Condition emptied = lock.newCondition();
    private final Map<StreamId, Mailbox> mailboxes = new HashMap<>();
    private final Deque<Mailbox> ready = new ArrayDeque<>();
    private final PriorityQueue<Mailbox> resting = new PriorityQueue<>(Comparator.comparingLong(Mailbox::restsUntil));
    private final Condition closing = lock.newCondition();
    private final Set<QueuedCommand.Ticket> tickets = new HashSet<>();
    private int held;
    private long storedBytes;
    private long undone;
    private boolean closed;

    Lane(LaneSetup setup) {
        this.setup = setup;
    }

    String name() {
        return setup.name();
    }

    LaneSetup setup() {
        return setup;
    }

    /** How many commands are accepted and not finished. */
    int held() {
        lock.lock();
        try {
            return held;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a command if there is room, also for those who wait, and the lane is open. */
    boolean offer(Pending command) {
        lock.lock();
        try {
            if (closed || isFull() || !waiting.isEmpty()) {
                return false;
            }
            add(command);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds a command as soon as there is room for it, in the order in which senders came; false if the lane is closed or there
     * was no room in time.
     */
    boolean offer(Pending command, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            return offer(command) || (!closed && waiting.await(command, patience));
        } finally {
            lock.unlock();
        }
    }

    /**
     * {@link #offer(Pending) Adds} a command, unless stored ones have left memory undone since that count, or wait for their
     * stream outside of memory: it would overtake them.
     */
    boolean offer(Pending command, long undoneBefore) {
        lock.lock();
        try {
            Mailbox mailbox = mailboxes.get(command.header().stream());
            return undone == undoneBefore && (mailbox == null || !mailbox.firstOnly()) && offer(command);
        } finally {
            lock.unlock();
        }
    }

    private void admit() {
        while (!waiting.isEmpty() && !closed && !isFull()) {
            add(waiting.admit());
        }
    }

    private boolean isFull() {
        return held >= setup.window() || storedBytes >= STORED_BYTES;
    }

    /** Waits until there is room, the lane is closed, or the time is up; true if there is room. */
    boolean awaitRoom(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!closed && isFull()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                room.awaitNanos(left);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How often commands that are stored left memory without having been carried out: what was read before the last time may hold
     * commands that are to wait, and lack commands that are to be read again.
     */
    long undone() {
        lock.lock();
        try {
            return undone;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds commands that were stored, in order, but for those that it has; not if any was left undone since they were read, or
     * the lane is closed.
     */
    boolean load(List<Pending> commands, long undoneBefore) {
        lock.lock();
        try {
            if (closed || undone != undoneBefore) {
                return false;
            }
            commands.stream().filter(this::isNew).forEach(this::add);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isNew(Pending command) {
        Pending.Origin origin = command.origin();
        if (origin == null) {
            return true;
        }
        Mailbox mailbox = mailboxes.get(command.header().stream());
        if (mailbox != null
                && mailbox.firstOnly()
                && !tickets.contains(origin.queued().ticket())) {
            mailbox.miss();
            return false;
        }
        return tickets.add(origin.queued().ticket());
    }

    private void forget(Pending command) {
        held--;
        Pending.Origin origin = command.origin();
        if (origin != null) {
            storedBytes -= origin.bytes();
            tickets.remove(origin.queued().ticket());
        }
    }

    private void madeRoom() {
        admit();
        room.signalAll();
        if (held == 0) {
            emptied.signalAll();
        }
    }

    private void add(Pending command) {
        held++;
        Pending.Origin origin = command.origin();
        storedBytes += origin == null ? 0 : origin.bytes();
        Mailbox mailbox = mailboxes.computeIfAbsent(command.header().stream(), Mailbox::new);
        mailbox.add(command);
        if (mailbox.size() == 1) {
            ready.add(mailbox);
            work.signal();
        }
    }

    /** The commands of streams that are ready, for a worker: at least one, unless the lane is closed and empty. */
    List<Turn> take() {
        lock.lock();
        try {
            while (true) {
                wakeRested();
                if (!ready.isEmpty()) {
                    return gather();
                }
                if (closed && held == 0) {
                    return List.of();
                }
                awaitWork();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // take looks again in a loop of its own
    private void awaitWork() throws InterruptedException {
        Mailbox next = resting.peek();
        if (next == null) {
            work.await();
        } else {
            long left = next.restsUntil() - System.nanoTime();
            if (left > 0) {
                work.awaitNanos(left);
            }
        }
    }

    private void wakeRested() {
        long now = System.nanoTime();
        while (!resting.isEmpty() && resting.peek().restsUntil() - now <= 0) {
            ready.add(resting.remove());
        }
    }

    private List<Turn> gather() {
        List<Turn> turns = new ArrayList<>();
        int left = setup.batch();
        while (left > 0 && turns.size() < setup.streamsAtOnce() && !ready.isEmpty()) {
            Turn turn = ready.remove().begin(left);
            left -= turn.open().size();
            turns.add(turn);
        }
        if (!ready.isEmpty()) {
            work.signal();
        }
        return turns;
    }

    /** Takes streams back from a worker. */
    void finish(List<Turn> turns) {
        lock.lock();
        try {
            for (Turn turn : turns) {
                Mailbox mailbox = turn.mailbox();
                turn.finish();
                List<Pending> left = mailbox.end(turn);
                left.forEach(this::forget);
                turn.leave(left);
                undone += turn.blocked() || turn.givenUp() || mailbox.catchesUp() ? 1 : 0;
                if (mailbox.isEmpty()) {
                    mailboxes.remove(mailbox.stream());
                } else if (turn.pause().isPresent() && !closed) {
                    resting.add(mailbox);
                } else {
                    ready.add(mailbox);
                }
            }
            madeRoom();
            if (!ready.isEmpty() || !resting.isEmpty() || closed) {
                work.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes out commands that no worker has in hand; returns them. */
    List<Pending> drop(Predicate<Pending> which) {
        lock.lock();
        try {
            return dropFrom(List.copyOf(mailboxes.values()), which);
        } finally {
            lock.unlock();
        }
    }

    /** Takes out commands for a stream that no worker has in hand; returns them. */
    List<Pending> drop(StreamId stream, Predicate<Pending> which) {
        lock.lock();
        try {
            Mailbox mailbox = mailboxes.get(stream);
            return mailbox == null ? List.of() : dropFrom(List.of(mailbox), which);
        } finally {
            lock.unlock();
        }
    }

    private List<Pending> dropFrom(List<Mailbox> some, Predicate<Pending> which) {
        List<Pending> dropped = new ArrayList<>();
        for (Mailbox mailbox : some) {
            dropped.addAll(mailbox.drop(which));
            if (mailbox.isEmpty()) {
                mailboxes.remove(mailbox.stream());
                undone += mailbox.catchesUp() ? 1 : 0;
                ready.remove(mailbox);
                resting.remove(mailbox);
            }
        }
        dropped.forEach(this::forget);
        madeRoom();
        work.signalAll();
        return dropped;
    }

    /** The commands that workers have in hand. */
    List<Pending> inHand() {
        lock.lock();
        try {
            return mailboxes.values().stream()
                    .flatMap(mailbox -> mailbox.inHand().stream())
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the lane is closed or the time is up. */
    void awaitClosed(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (!closed && left > 0) {
                left = closing.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more commands; {@link #take} ends once those in it are finished, which do not rest any longer. */
    void close() {
        lock.lock();
        try {
            closed = true;
            ready.addAll(resting);
            resting.clear();
            work.signalAll();
            room.signalAll();
            waiting.close();
            closing.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is left in it; false if something is when the time is up. */
    boolean awaitEmpty(Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while (held > 0 && left > 0) {
                left = emptied.awaitNanos(left);
            }
            return held == 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String toString() {
        return "lane " + name();
    }
}
