package dev.daybook.command;

import dev.daybook.store.EventStore;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.Slices;
import dev.daybook.store.StoreUnavailableException;
import java.time.Duration;
import java.util.HashSet;
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
    private final String own;
    private final long trueSignsAt;
    private final AtomicReference<List<String>> open = new AtomicReference<>(List.of());
    private volatile boolean known;
    private Set<String> heldElsewhere = Set.of();

    /**
     * @param prefix what the names of the nodes' queues begin with
     * @param own the name of this node's
     * @param leaseTime after which whoever is said to live has given a sign of life since this node began
     */
    Predecessors(EventStore store, String prefix, String own, Duration leaseTime) {
        this.store = store;
        this.prefix = prefix;
        this.own = own;
        this.trueSignsAt = System.nanoTime() + leaseTime.toNanos();
        try {
            look();
        } catch (StoreUnavailableException e) {
            LOG.debug("What waits in {} is not known yet: {}", prefix, e.getMessage());
        }
    }

    private void look() {
        TreeMap<Long, String> queues = new TreeMap<>();
        Set<String> others = new HashSet<>(store.commands().queues(prefix));
        others.remove(own);
        for (String queue : others) {
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
        List<String> left = open.get();
        return known && (left.isEmpty() || left.getFirst().equals(queue));
    }

    /** All of a queue is in memory, or it is no business of this node's. */
    void settle(String queue) {
        open.updateAndGet(
                left -> left.stream().filter(other -> !other.equals(queue)).toList());
    }

    /**
     * To be called after each sign of life of this node.
     *
     * @param alive whose owner was said to live
     * @param aliveAt when that was said, by {@link System#nanoTime()}
     * @param left which are left to others
     * @param adopted which this node brings in, or would if nobody else did
     */
    void settle(Predicate<String> alive, long aliveAt, Predicate<String> left, Predicate<String> adopted) {
        if (!known) {
            look();
        }
        if (areSettled()) {
            return;
        }
        boolean signsAreTrue = aliveAt - trueSignsAt > 0;
        Set<String> waiting = store.commands().queues(prefix);
        Set<String> held = store.leases().held();
        Set<String> elsewhere = new HashSet<>();
        for (String queue : open.get()) {
            boolean lives = alive.test(queue) && signsAreTrue;
            if (!alive.test(queue) && !adopted.test(queue) && held.contains(QueueFeed.lease(queue))) {
                elsewhere.add(queue);
            }
            if (!waiting.contains(queue) || left.test(queue) || lives || isHeldByAnother(queue, elsewhere)) {
                settle(queue);
            }
        }
        heldElsewhere = elsewhere;
    }

    /** Seen twice, since this node may have taken it without hearing so, which it does with its next sign of life. */
    private boolean isHeldByAnother(String queue, Set<String> now) {
        return now.contains(queue) && heldElsewhere.contains(queue);
    }
}
