package dev.daybook.command;

import dev.daybook.store.EventStore;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.Slices;
import dev.daybook.store.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queues in which commands waited when this node began: those of a node that is gone were accepted before all that comes to
 * this one, so they are brought in first, the oldest queue before the next. Which node is gone is not known at once: one that
 * was killed lives in the eyes of others until its lease time is over. Queues that other living nodes see to are left to
 * them, and so are those that cannot be read here. Safe for use by many threads.
 */
final class Predecessors {

    private static final Logger LOG = LoggerFactory.getLogger(Predecessors.class);

    private final EventStore store;
    private final String prefix;
    private final long trueSignsAt;
    private final AtomicReference<List<String>> open = new AtomicReference<>(List.of());
    private volatile boolean known;

    /**
     * @param prefix what the names of the nodes' queues begin with
     * @param leaseTime after which whoever is said to live has given a sign of life since this node began
     */
    Predecessors(EventStore store, String prefix, Duration leaseTime) {
        this.store = store;
        this.prefix = prefix;
        this.trueSignsAt = System.nanoTime() + leaseTime.toNanos();
        try {
            look();
        } catch (StoreUnavailableException e) {
            LOG.debug("What waits in {} is not known yet: {}", prefix, e.getMessage());
        }
    }

    private void look() {
        TreeMap<Long, String> queues = new TreeMap<>();
        for (String queue : store.commands().queues(prefix)) {
            List<QueuedCommand> first = store.commands().read(queue, Slices.all(), 0, 1);
            first.forEach(command -> queues.put(command.sequence(), queue));
        }
        open.set(List.copyOf(queues.values()));
        known = true;
    }

    /** The oldest first. */
    List<String> open() {
        return open.get();
    }

    /** Whether nothing is left that comes before this node's own. */
    boolean areSettled() {
        return known && open.get().isEmpty();
    }

    /** Whether nothing is left that comes before what is in a queue. */
    boolean areSettledBefore(String queue) {
        return areSettled() || (known && open.get().getFirst().equals(queue));
    }

    /** All of a queue is in memory, or it is no business of this node's. */
    void settle(String queue) {
        open.updateAndGet(
                left -> left.stream().filter(other -> !other.equals(queue)).toList());
    }

    /**
     * To be called after each sign of life of this node.
     *
     * @param alive whose owner is said to live
     * @param left which are left to others
     * @param adopted which this node brings in, or would if nobody else did
     */
    void settle(Predicate<String> alive, Predicate<String> left, Predicate<String> adopted) {
        if (!known) {
            look();
        }
        if (areSettled()) {
            return;
        }
        boolean signsAreTrue = System.nanoTime() - trueSignsAt > 0;
        Set<String> waiting = store.commands().queues(prefix);
        Set<String> held = store.leases().held();
        for (String queue : open.get()) {
            boolean lives = alive.test(queue) && signsAreTrue;
            boolean elsewhere = !alive.test(queue) && !adopted.test(queue) && held.contains(QueueFeed.lease(queue));
            if (!waiting.contains(queue) || left.test(queue) || lives || elsewhere) {
                settle(queue);
            }
        }
    }
}
