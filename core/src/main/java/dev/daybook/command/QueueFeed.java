package dev.daybook.command;

import dev.daybook.store.CommandStore;
import dev.daybook.store.Lease;
import dev.daybook.store.PageSize;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.Slices;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.subscription.Node;
import dev.daybook.subscription.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings stored commands into a lane's memory, in order, as room comes free: those of the slices that this node holds. Reads on
 * from where it was; begins anew when commands were left undone, a person stepped in, or what it holds has changed. Whatever
 * fails, it goes on.
 */
final class QueueFeed {

    private static final Logger LOG = LoggerFactory.getLogger(QueueFeed.class);
    private static final int FIRST_PAGE = 16;
    private static final int PAGE = 500;
    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Duration HELD_UP_PAUSE = Duration.ofSeconds(1);
    private static final long REVISION_NANOS = Duration.ofMillis(100).toNanos();

    /** After so many changes in a row that were none for this queue, it is looked at less often. */
    private static final int EMPTY_READS = 8;

    private static final Duration PAUSE_BESIDE_OTHERS = Duration.ofMillis(20);

    private static final String SHARE = "command/";

    private final String queue;
    private final Lane lane;
    private final CommandStore commands;
    private final Function<QueuedCommand, Pending.Work> reader;
    private final Node node;
    private final Share share;
    private final Purpose purpose;
    private final PageSize size = new PageSize(FIRST_PAGE);
    private final AtomicBoolean heldHasChanged = new AtomicBoolean(true);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean heldUp;
    private volatile boolean released;
    private volatile long broughtInAt = -1;
    private Map<Integer, Lease> held = Map.of();
    private long cursor;
    private long undone;
    private long revision = -1;
    private long revisionAt;
    private int emptyReads;

    /** What a feed needs: where from and where to. */
    record Wiring(Lane lane, CommandStore commands, Node node, Function<QueuedCommand, Pending.Work> reader) {}

    /** What a queue is for. */
    interface Purpose {

        /** Into how many parts it is shared among nodes. */
        int parts();

        /** Whether a command that cannot be read here is brought in, to be parked; if not, it holds up its queue. */
        boolean takesUnreadable();

        /** Whether what is in memory stays there when the lease is lost. */
        boolean keepsPlace();

        /** Whether it is its turn. */
        boolean mayBringIn();

        /**
         * Everything stored has been brought in.
         *
         * @param undone how much had been left undone before that
         */
        void broughtIn(long undone);
    }

    QueueFeed(String queue, Wiring wiring, Purpose purpose) {
        this.queue = queue;
        this.lane = wiring.lane();
        this.commands = wiring.commands();
        this.node = wiring.node();
        this.reader = wiring.reader();
        this.purpose = purpose;
        this.thread = Thread.ofPlatform().daemon().name("daybook-feed-" + queue).unstarted(this::feedUntilClosed);
        this.share = node.share(SHARE + queue, purpose.parts(), () -> heldHasChanged.set(true));
        thread.start();
    }

    String queue() {
        return queue;
    }

    /** The name of the lease of a queue of one part. */
    static String lease(String queue) {
        return SHARE + queue + "/0";
    }

    /** Whether this node holds any of it. */
    boolean holdsAny() {
        return !share.held().isEmpty();
    }

    /** Whether all that was stored when it was last looked at is in memory, or carried out. */
    boolean hasBroughtIn() {
        return broughtInAt == lane.undone();
    }

    /** Whether its next command cannot be read here. */
    boolean heldUp() {
        return heldUp;
    }

    private void feedUntilClosed() {
        try {
            while (!isClosed()) {
                feedOrPause();
            }
        } catch (InterruptedException e) {
            LOG.debug("Queue {} is read no more", queue); // nobody interrupts but to end the process
        }
    }

    /** An error ends no feed, since the node would keep what it holds of the queue, and nobody would read it. */
    private void feedOrPause() throws InterruptedException {
        try {
            feed();
        } catch (StoreUnavailableException e) {
            LOG.warn("Queue {} cannot be read for now: {}", queue, e.getMessage());
            pause(LONGEST_WAIT);
        } catch (RuntimeException | Error e) {
            size.wasTooLarge(); // it may have been the memory
            LOG.error("Reading queue {} failed, trying again", queue, e);
            pause(LONGEST_WAIT);
        }
    }

    private void feed() throws InterruptedException {
        if (heldHasChanged.getAndSet(false)) {
            begin();
        }
        if (lane.undone() != undone) {
            undone = lane.undone();
            cursor = 0;
            pause(PAUSE); // what was left undone is not to be had again at once
        }
        long changes = commands.changes();
        if (held.isEmpty()) {
            commands.awaitChange(changes, LONGEST_WAIT);
        } else if (!purpose.mayBringIn()) {
            pause(PAUSE);
        } else if (lane.awaitRoom(LONGEST_WAIT)) {
            readOn(changes);
        } else if (lane.isClosed()) {
            pause(LONGEST_WAIT); // it is about to be closed, too
        }
    }

    private void readOn(long changes) throws InterruptedException {
        int room = Math.max(1, lane.setup().window() - lane.held());
        int limit = Math.min(Math.min(PAGE, size.limit()), room);
        List<QueuedCommand> page = commands.read(queue, new Slices(share.parts(), held.keySet()), cursor, limit);
        size.mayFollow(page.size(), page.stream().mapToLong(Pending::bytesOf).sum());
        // Looked at after reading: if it is the one known, nobody has put anything before what was read.
        if ((!page.isEmpty() || System.nanoTime() - revisionAt > REVISION_NANOS) && hasNewRevision()) {
            cursor = 0;
        } else if (page.isEmpty()) {
            heldUp = false;
            broughtInAt = undone;
            purpose.broughtIn(undone);
            awaitMore(changes);
        } else {
            emptyReads = 0;
            load(page);
        }
    }

    /** Changes are everybody's: where others are busy, this queue is not looked at after each of theirs. */
    private void awaitMore(long changes) throws InterruptedException {
        emptyReads++;
        if (emptyReads > EMPTY_READS) {
            pause(PAUSE_BESIDE_OTHERS);
        }
        commands.awaitChange(changes, LONGEST_WAIT);
        if (commands.changes() == changes) {
            emptyReads = 0;
        }
    }

    private void load(List<QueuedCommand> page) throws InterruptedException {
        List<Pending> pendings = pendings(page);
        if (!pendings.isEmpty() && !isClosed() && lane.load(pendings, undone)) {
            cursor = page.get(pendings.size() - 1).sequence();
        }
        heldUp = pendings.size() < page.size();
        if (heldUp) {
            QueuedCommand next = page.get(pendings.size());
            LOG.warn(
                    "Queue {} is held up at command {} of type {}, which cannot be read here: run a version of the"
                            + " application that can",
                    queue,
                    next.command().header().id(),
                    next.command().header().type());
            pause(HELD_UP_PAUSE);
        }
    }

    private boolean hasNewRevision() {
        long now = commands.revision(queue);
        revisionAt = System.nanoTime();
        boolean isNew = now != revision;
        revision = now;
        return isNew;
    }

    private void begin() {
        cursor = 0;
        Map<Integer, Lease> now = share.held();
        if (!now.equals(held)) {
            held = now;
            broughtInAt = -1;
            if (!purpose.keepsPlace()) {
                lane.drop(this::isNotHeld);
            }
        }
    }

    private boolean isNotHeld(Pending command) {
        Pending.Origin origin = command.origin();
        return origin != null && origin.queued().queue().equals(queue) && !held.containsValue(origin.lease());
    }

    /** Those of a page up to one that holds up the queue. */
    private List<Pending> pendings(List<QueuedCommand> page) {
        Slices slices = new Slices(share.parts(), held.keySet());
        List<Pending> pendings = new ArrayList<>(page.size());
        for (QueuedCommand queued : page) {
            Pending.Work work = reader.apply(queued);
            if (work.payload() == null && !purpose.takesUnreadable()) {
                return pendings;
            }
            int slice = queued.command().header().stream().slice();
            pendings.add(new Pending(work, new Pending.Origin(queued, holdOf(slices.partOf(slice)))));
        }
        return pendings;
    }

    private Hold holdOf(int part) {
        Lease lease = Objects.requireNonNull(held.get(part));
        return purpose.keepsPlace() ? new Staying(part, lease) : new Hold.Passing(lease);
    }

    /** The right to a command that stays in memory: the lease that the node has at the time, until the queue is given back. */
    private final class Staying implements Hold {
        private final int part;
        private final Lease first;

        Staying(int part, Lease first) {
            this.part = part;
            this.first = first;
        }

        @Override
        public Lease lease() {
            return share.held().getOrDefault(part, first);
        }

        @Override
        public boolean keepsPlace() {
            return !released;
        }
    }

    private void pause(Duration time) throws InterruptedException {
        boolean unused = closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Brings in no more from now on, but for what is being read. */
    void stop() {
        closed.countDown();
    }

    /** {@linkplain #stop Stops}, and waits for what is being read, but not for ever. */
    void end(Duration timeout) {
        stop();
        try {
            thread.join(timeout.isPositive() ? timeout : Duration.ofMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@linkplain #end Ends}, and leaves what is not in hand to others. */
    void close(Duration timeout) {
        end(timeout);
        released = true;
        lane.drop(command ->
                command.origin() != null && command.origin().queued().queue().equals(queue));
    }

    /** Hands its part of the queue back. */
    void release() {
        node.leave(share);
    }
}
