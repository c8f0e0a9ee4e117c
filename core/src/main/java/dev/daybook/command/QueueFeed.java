package dev.daybook.command;

import dev.daybook.store.CommandStore;
import dev.daybook.store.Lease;
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
 * from where it was; begins anew when commands were left undone, a person stepped in, or what it holds has changed.
 */
final class QueueFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueFeed.class);
    private static final int PAGE = 500;
    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final long REVISION_NANOS = Duration.ofMillis(100).toNanos();

    private final String queue;
    private final Lane lane;
    private final CommandStore commands;
    private final Function<QueuedCommand, Pending.Work> reader;
    private final Node node;
    private final Share share;
    private final Runnable onEmpty;
    private final AtomicBoolean heldHasChanged = new AtomicBoolean(true);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private Map<Integer, Lease> held = Map.of();
    private long cursor;
    private long undone;
    private long revision = -1;
    private long revisionAt;

    /** What a feed needs: where from and where to. */
    record Wiring(Lane lane, CommandStore commands, Node node, Function<QueuedCommand, Pending.Work> reader) {}

    /**
     * @param parts into how many parts the queue is shared among nodes
     * @param onEmpty told when everything stored has been brought in
     */
    QueueFeed(String queue, int parts, Wiring wiring, Runnable onEmpty) {
        this.queue = queue;
        this.lane = wiring.lane();
        this.commands = wiring.commands();
        this.node = wiring.node();
        this.reader = wiring.reader();
        this.onEmpty = onEmpty;
        this.thread = Thread.ofPlatform().daemon().name("daybook-feed-" + queue).unstarted(this::feedUntilClosed);
        this.share = node.share("command/" + queue, parts, () -> heldHasChanged.set(true));
        thread.start();
    }

    String queue() {
        return queue;
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

    private void feedOrPause() throws InterruptedException {
        try {
            feed();
        } catch (StoreUnavailableException e) {
            LOG.warn("Queue {} cannot be read for now: {}", queue, e.getMessage());
            pause(LONGEST_WAIT);
        } catch (RuntimeException e) {
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
        } else if (lane.awaitRoom(LONGEST_WAIT)) {
            readOn(changes);
        }
    }

    private void readOn(long changes) throws InterruptedException {
        int limit = Math.min(PAGE, Math.max(1, lane.setup().window() - lane.held()));
        List<QueuedCommand> page = commands.read(queue, new Slices(share.parts(), held.keySet()), cursor, limit);
        // Looked at after reading: if it is the one known, nobody has put anything before what was read.
        if ((!page.isEmpty() || System.nanoTime() - revisionAt > REVISION_NANOS) && hasNewRevision()) {
            cursor = 0;
        } else if (page.isEmpty()) {
            onEmpty.run();
            commands.awaitChange(changes, LONGEST_WAIT);
        } else if (lane.load(pendings(page), undone)) {
            cursor = page.getLast().sequence();
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
            lane.drop(this::isNotHeld);
        }
    }

    private boolean isNotHeld(Pending command) {
        Pending.Origin origin = command.origin();
        return origin != null && origin.queued().queue().equals(queue) && !held.containsValue(origin.lease());
    }

    private List<Pending> pendings(List<QueuedCommand> page) {
        Slices slices = new Slices(share.parts(), held.keySet());
        List<Pending> pendings = new ArrayList<>(page.size());
        for (QueuedCommand queued : page) {
            int slice = queued.command().header().stream().slice();
            Lease lease = Objects.requireNonNull(held.get(slices.partOf(slice)));
            pendings.add(new Pending(reader.apply(queued), new Pending.Origin(queued, lease)));
        }
        return pendings;
    }

    private void pause(Duration time) throws InterruptedException {
        boolean unused = closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Brings in no more, and leaves what is not in hand to others. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lane.drop(command ->
                command.origin() != null && command.origin().queued().queue().equals(queue));
    }

    /** Hands its part of the queue back. */
    void release() {
        node.leave(share);
    }
}
