package dev.daybook.subscription;

import dev.daybook.store.Claim;
import dev.daybook.store.EventStore;
import dev.daybook.store.Lease;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.store.SubscriptionStore.Known;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A subscription on this node: one reader, and a runner for each partition that the node holds. */
final class HostedSubscription implements RunningSubscription {

    private static final Logger LOG = LoggerFactory.getLogger(HostedSubscription.class);

    private final PartitionSteps.Common common;
    private final LogFeed feed;
    private final Node node;
    private final InstantSource clock;
    private final PageReader reader;
    private final Elsewhere elsewhere;
    private final StatusReport report;
    private final Runnable onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private @Nullable Share share;
    private volatile Map<Integer, PartitionRunner> runners = Map.of();
    private final Map<Integer, PartitionRunner> ending = new HashMap<>();
    private volatile Known known;
    private boolean closing;
    private volatile boolean closed;

    /** Where it runs. */
    record Place(EventStore log, LogFeed feed, Node node, InstantSource clock) {}

    HostedSubscription(PartitionSteps.Common common, Known known, Place place, Runnable onClose) {
        this.common = common;
        this.known = known;
        this.feed = place.feed();
        this.node = place.node();
        this.clock = place.clock();
        this.onClose = onClose;
        this.reader = new PageReader(common.setup(), common.handler(), place.log(), place.feed(), this::signalMoved);
        this.elsewhere = new Elsewhere(common);
        this.report = new StatusReport(common, place);
    }

    /** Takes part. */
    void start() {
        reader.start();
        Share taken = node.shareEvenly("subscription/" + name(), partitions(), this::takeOver);
        lock.lock();
        try {
            share = taken;
        } finally {
            lock.unlock();
        }
        takeOver();
    }

    private int partitions() {
        return common.setup().partitions();
    }

    @Override
    public String name() {
        return common.setup().name();
    }

    /** Why it is better not reset, if so. */
    Optional<String> harmOfReset() {
        return common.setup().harmOfReset();
    }

    SubscriptionStore store() {
        return common.store();
    }

    /** Has runners work on what this node holds now, and ends those of what it does not hold any more. */
    private void takeOver() {
        lock.lock();
        try {
            Share held = share;
            if (closing || held == null) {
                return;
            }
            Map<Integer, PartitionRunner> now = new HashMap<>();
            held.held().forEach((partition, lease) -> now.put(partition, runnerFor(partition, lease)));
            runners.forEach((partition, runner) -> {
                if (!Objects.equals(now.get(partition), runner)) {
                    runner.end();
                }
                if (!now.containsKey(partition)) {
                    ending.put(partition, runner);
                }
            });
            ending.values().removeIf(PartitionRunner::isOver);
            runners = Map.copyOf(now);
            Map<Integer, Inbox> inboxes = new HashMap<>();
            now.forEach((partition, runner) -> inboxes.put(partition, runner.inbox()));
            reader.readFor(inboxes);
        } finally {
            lock.unlock();
        }
    }

    private PartitionRunner runnerFor(int partition, Lease lease) {
        PartitionRunner current = runners.get(partition);
        if (current != null && current.epoch() == lease.epoch()) {
            return current;
        }
        if (current != null) {
            current.end();
        }
        Claim claim = new Claim(name(), partition, lease.epoch());
        PartitionRunner runner =
                new PartitionRunner(common, claim, new PartitionRunner.Company(reader, clock, this::signalMoved));
        runner.start(current == null ? ending.remove(partition) : current, known.paused());
        return runner;
    }

    private void signalMoved() {
        lock.lock();
        try {
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Does what people have asked for since it was looked at last. */
    void look(Known now) {
        lock.lock(); // a runner that starts meanwhile is told as well
        try {
            if (now.revision() == known.revision()) {
                return;
            }
            LOG.info("Subscription {} is looked at again, since people have asked for something", name());
            known = now;
            runners.values().forEach(runner -> {
                runner.pause(now.paused());
                runner.lookAgain();
            });
        } finally {
            lock.unlock();
        }
    }

    /** The moves of checkpoints over events that concern nobody; each runner waits until it is told {@link PartitionRunner#passed}. */
    Map<PartitionRunner, Progress> pass() {
        Map<PartitionRunner, Progress> passing = new HashMap<>();
        for (PartitionRunner runner : runners.values()) {
            runner.pass().ifPresent(progress -> passing.put(runner, progress));
        }
        return passing;
    }

    @Override
    public SubscriptionStatus status() {
        return report.of(view());
    }

    /** Logs when it does not get on any more, or does again; looks at memory only. */
    void watch() {
        report.watch(view());
    }

    /** Whether other nodes may work on some of its partitions. */
    boolean isShared() {
        return runners.size() < partitions();
    }

    /** Looks how those get on that other nodes work on. */
    void lookElsewhere(Known now) {
        feed.head().ifPresent(head -> report.lookElsewhere(view(), now, head));
    }

    private StatusReport.View view() {
        return new StatusReport.View(runners.values(), positionsHere(), reader, known.paused(), closed);
    }

    private Map<Integer, Position> positionsHere() {
        return positions(runners);
    }

    private static Map<Integer, Position> positions(Map<Integer, PartitionRunner> of) {
        Map<Integer, Position> positions = new HashMap<>();
        of.forEach((partition, runner) -> positions.put(partition, runner.position()));
        return positions;
    }

    /** Whether those say all there is to say; to be asked after their positions, since they say it before they move. */
    private boolean knowAll(Map<Integer, PartitionRunner> mine) {
        return mine.size() == partitions() && mine.values().stream().noneMatch(PartitionRunner::retries);
    }

    @Override
    public Position position() {
        Map<Integer, PartitionRunner> mine = runners;
        Map<Integer, Position> here = positions(mine);
        List<Position> all = here.size() == partitions()
                ? List.copyOf(here.values())
                : StatusReport.positions(here, common.store().find(name()));
        Position reached = all.stream().min(Position::compareTo).orElse(Position.START);
        return knowAll(mine) ? reached : common.store().beforeRetrying(name(), FailurePolicy.AWAITED_ATTEMPTS, reached);
    }

    @Override
    public boolean awaitPosition(Position position, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        requireOpen(position);
        if (!feed.awaitHead(position, timeout.toNanos(), () -> closed)) {
            requireOpen(position);
            return false;
        }
        Elsewhere.Wait others = elsewhere.until(position);
        lock.lockInterruptibly();
        try {
            while (true) {
                requireOpen(position);
                Map<Integer, PartitionRunner> mine = runners;
                boolean isHere =
                        positions(mine).values().stream().allMatch(reached -> reached.compareTo(position) >= 0);
                if (isHere && (knowAll(mine) || isThere(others, mine.keySet()))) {
                    return true;
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                long pause = mine.size() == partitions() ? left : Math.min(left, others.nanosToNextLook());
                moved.awaitNanos(pause);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Without the lock, since it reads the database. */
    private boolean isThere(Elsewhere.Wait others, Set<Integer> here) {
        lock.unlock();
        try {
            return others.isOver(here);
        } finally {
            lock.lock();
        }
    }

    private void requireOpen(Position wanted) {
        if (closed) {
            throw new StoreUnavailableException(
                    "Subscription " + name() + " was closed here, expected it to get to position " + wanted
                            + ": start it again to wait",
                    StoreUnavailableException.Outcome.NOT_STORED);
        }
    }

    @Override
    public void settle() {
        Passing.store(List.of(this));
    }

    @Override
    public void throttle(OptionalInt eventsPerSecond) {
        reader.throttle().set(eventsPerSecond);
        reader.poke();
    }

    @Override
    public void close() {
        Optional<List<PartitionRunner>> mine = beginToClose();
        if (mine.isEmpty()) {
            return;
        }
        Passing.store(List.of(this));
        mine.get().forEach(PartitionRunner::end);
        mine.get().forEach(PartitionRunner::awaitEnd);
        reader.close(); // after those who ask it how far they have passed
        leave();
        closed = true;
        signalMoved();
        feed.lookAgain();
        onClose.run();
    }

    private void leave() {
        Share held;
        lock.lock();
        try {
            held = share;
        } finally {
            lock.unlock();
        }
        if (held != null) {
            node.leave(held);
        }
    }

    private Optional<List<PartitionRunner>> beginToClose() {
        lock.lock();
        try {
            if (closing) {
                return Optional.empty();
            }
            closing = true;
            List<PartitionRunner> mine = new ArrayList<>(runners.values());
            mine.addAll(ending.values());
            return Optional.of(mine);
        } finally {
            lock.unlock();
        }
    }
}
