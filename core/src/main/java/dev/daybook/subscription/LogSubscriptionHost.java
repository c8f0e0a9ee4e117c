package dev.daybook.subscription;

import dev.daybook.ConfigurationException;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.SubscriptionStore;
import dev.daybook.store.SubscriptionStore.Known;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs subscriptions with one feed and one thread that looks after all of them. */
final class LogSubscriptionHost implements SubscriptionHost {

    private static final Logger LOG = LoggerFactory.getLogger(LogSubscriptionHost.class);

    private static final long LOOK_EACH = TimeUnit.SECONDS.toNanos(1);

    /** After how many looks the checkpoints are moved of those who had nothing to do. */
    private static final int LOOKS_TO_PASS = 5;

    private final EventStore log;
    private final LogFeed feed;
    private final HostedSubscription.Place place;
    private final Map<String, HostedSubscription> running = new ConcurrentHashMap<>();
    private final Map<SubscriptionStore, Long> revisions = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final SubscriptionOperations operations;
    private final ReentrantLock looking = new ReentrantLock();
    private final Thread watch;
    private boolean closed;

    LogSubscriptionHost(EventStore log, Node node, InstantSource clock) {
        this.log = log;
        this.feed = LogFeed.start(log);
        this.operations = new HostOperations(log, running, this::lookNow);
        this.place = new HostedSubscription.Place(log, feed, node, clock);
        this.watch = Thread.ofPlatform().daemon().name("daybook-subscriptions").start(this::watchUntilClosed);
    }

    @Override
    public RunningSubscription run(SubscriptionSetup setup, EventHandler handler, SubscriptionStore store) {
        Known known = store.begin(setup.name(), setup.partitions(), startOf(setup));
        requireFitting(setup, known);
        PartitionSteps.Common common = new PartitionSteps.Common(setup, handler, log, store);
        HostedSubscription subscription = register(common, known);
        forgetRevision(store); // what people have asked for since it began may have been looked at without it
        subscription.start();
        return subscription;
    }

    /** Made when nothing stands against it any more, since it follows the feed from then on. */
    private HostedSubscription register(PartitionSteps.Common common, Known known) {
        String name = common.setup().name();
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("Subscription " + name + " is run on a host that was closed");
            }
            if (running.containsKey(name)) {
                throw new ConfigurationException("Two subscriptions are named " + name
                        + " in one context: rename one of them, or close the other first");
            }
            HostedSubscription subscription = new HostedSubscription(common, known, place, () -> running.remove(name));
            running.put(name, subscription);
            return subscription;
        } finally {
            lock.unlock();
        }
    }

    private void forgetRevision(SubscriptionStore store) {
        looking.lock();
        try {
            revisions.remove(store);
        } finally {
            looking.unlock();
        }
    }

    private Position startOf(SubscriptionSetup setup) {
        return switch (setup.start()) {
            case Start.Beginning() -> Position.START;
            case Start.Now() -> log.head();
            case Start.After(Position position) -> position;
        };
    }

    private void requireFitting(SubscriptionSetup setup, Known known) {
        if (known.partitions() != setup.partitions()) {
            throw new ConfigurationException(
                    "Subscription " + setup.name() + " is stored with " + known.partitions()
                            + " partitions, and set up with " + setup.partitions()
                            + ": set up the number that is stored, or give the subscription another name to have it begin anew");
        }
        Position head = log.head();
        for (Position checkpoint : known.checkpoints()) {
            if (checkpoint.compareTo(head) > 0) {
                throw new ConfigurationException("Subscription " + setup.name() + " stands at position " + checkpoint
                        + ", but the log ends at position " + head
                        + ", so that it would miss the next events: restore events and read models from the same backup,"
                        + " reset the subscription, or give it another name to have it begin anew");
            }
        }
    }

    @Override
    public SubscriptionOperations operations() {
        return operations;
    }

    @Override
    public void lookNow() {
        look();
    }

    private void watchUntilClosed() {
        for (int looks = 1; awaitNextLook(); looks++) {
            try {
                look();
                if (looks % LOOKS_TO_PASS == 0) {
                    Passing.store(running.values());
                    byStore(HostedSubscription::isShared).forEach(LogSubscriptionHost::lookElsewhere);
                }
                running.values().forEach(HostedSubscription::watch);
            } catch (RuntimeException | Error e) { // an Error, too, must not end the thread unseen
                LOG.error("Looking after subscriptions failed, going on", e);
            }
        }
    }

    private boolean awaitNextLook() {
        lock.lock();
        try {
            long left = LOOK_EACH;
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            return !closed;
        } catch (InterruptedException e) {
            return false; // nobody interrupts but to end the process
        } finally {
            lock.unlock();
        }
    }

    /** One query for each database that nobody has changed anything in. */
    private void look() {
        looking.lock(); // first, so that nobody is left out whose revision was forgotten
        try {
            Map<SubscriptionStore, Map<String, HostedSubscription>> byStore = byStore(subscription -> true);
            revisions.keySet().retainAll(byStore.keySet());
            byStore.forEach(this::lookIfThere);
        } finally {
            looking.unlock();
        }
    }

    private Map<SubscriptionStore, Map<String, HostedSubscription>> byStore(Predicate<HostedSubscription> wanted) {
        Map<SubscriptionStore, Map<String, HostedSubscription>> byStore = new HashMap<>();
        running.forEach((name, subscription) -> {
            if (wanted.test(subscription)) {
                byStore.computeIfAbsent(subscription.store(), store -> new HashMap<>())
                        .put(name, subscription);
            }
        });
        return byStore;
    }

    /** One query, whose answer tells how the partitions get on that other nodes work on. */
    private static void lookElsewhere(SubscriptionStore store, Map<String, HostedSubscription> shared) {
        try {
            for (Known known : store.all()) {
                HostedSubscription subscription = shared.get(known.name());
                if (subscription != null) {
                    subscription.lookElsewhere(known);
                }
            }
        } catch (StoreUnavailableException e) {
            LOG.debug("How other nodes get on is looked at later: {}", e.getMessage());
        }
    }

    private void lookIfThere(SubscriptionStore store, Map<String, HostedSubscription> subscriptions) {
        try {
            look(store, subscriptions);
        } catch (StoreUnavailableException e) {
            LOG.debug("What people ask of subscriptions is looked at later: {}", e.getMessage());
        }
    }

    private void look(SubscriptionStore store, Map<String, HostedSubscription> subscriptions) {
        long revision = store.revision(); // before what it stands for, so that nothing is overlooked
        Long seen = revisions.get(store);
        if (seen == null || seen != revision) {
            for (Known known : store.all()) {
                HostedSubscription subscription = subscriptions.get(known.name());
                if (subscription != null) {
                    subscription.look(known);
                }
            }
            revisions.put(store, revision);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        Failures.join(watch);
        Passing.store(running.values());
        List<Thread> closing = running.values().stream()
                .map(subscription -> Thread.ofVirtual().start(subscription::close))
                .toList();
        closing.forEach(Failures::join);
        feed.close();
    }
}
