package dev.daybook.subscription;

import dev.daybook.store.Lease;
import dev.daybook.store.LeaseStore;
import dev.daybook.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process among all those that share the work of one context. It gives signs of life, takes its part of what is to be
 * shared, gives back what others should have, and knows at any time what it holds. What it holds may have been taken by
 * others without its noticing, as when it was frozen: every commit names its lease and is left out then. Safe for use by
 * many threads.
 */
public final class Node implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    /** Signs of life in one lease time: two may get lost. */
    private static final int BEATS = 3;

    private static final char SEPARATOR = '~';

    private final String id = UUID.randomUUID().toString();
    private final String name;
    private final String family;
    private final LeaseStore leases;
    private final Duration leaseTime;
    private final List<Share> shares = new CopyOnWriteArrayList<>();
    private final List<Runnable> rounds = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ReentrantLock beating = new ReentrantLock();
    private final Thread thread;
    private volatile Set<String> alive = Set.of();
    private boolean closed;
    private boolean soon;
    private volatile long beatenAt = System.nanoTime();

    private Node(String family, LeaseStore leases, Duration leaseTime) {
        this.family = family;
        this.name = family + SEPARATOR + id;
        this.leases = leases;
        this.leaseTime = leaseTime;
        this.thread =
                Thread.ofPlatform().daemon().name("daybook-node-" + family).unstarted(this::beatUntilClosed);
    }

    /**
     * Joins the nodes of a family, which all do the same work.
     *
     * @param leaseTime after which a node without a sign of life loses what it holds
     */
    public static Node join(String family, LeaseStore leases, Duration leaseTime) {
        Node node = new Node(family, leases, leaseTime);
        node.thread.start();
        return node;
    }

    /** Unique for this run of this process. */
    public String id() {
        return id;
    }

    /**
     * Takes part in something that is shared in equal parts. Parts that are left over then, as the only one is, stay with the
     * node that came first.
     *
     * @param what its name, the prefix of the leases' names
     * @param parts into how many parts it is cut
     * @param onChange told after what this node holds of it has changed; quick
     */
    public Share share(String what, int parts, Runnable onChange) {
        return take(new Share(what, parts, false, onChange));
    }

    /** {@link #share}, but parts that are left over are handed on, so that nodes have about equally many of all such shares. */
    public Share shareEvenly(String what, int parts, Runnable onChange) {
        return take(new Share(what, parts, true, onChange));
    }

    private Share take(Share share) {
        shares.add(share);
        beatSoon();
        return share;
    }

    /** Ends taking part, and hands back what is held. */
    public void leave(Share share) {
        beating.lock();
        try {
            shares.remove(share);
            Set<Lease> held = Set.copyOf(share.held().values());
            share.hold(Set.of());
            if (!held.isEmpty()) {
                leases.release(name, held);
            }
        } catch (StoreUnavailableException e) {
            LOG.debug("{} is handed back with the next sign of life: {}", share, e.getMessage());
        } finally {
            beating.unlock();
        }
    }

    /** Has something done after each sign of life, the next of which is given at once. */
    public void eachRound(Runnable action) {
        rounds.add(action);
        beatSoon();
    }

    /** The nodes of all families that lived at the last sign of life, by their ids. */
    public Set<String> alive() {
        return alive;
    }

    /** When the last sign of life was given, by {@link System#nanoTime()}. */
    public long beatenAt() {
        return beatenAt;
    }

    private void beatSoon() {
        lock.lock();
        try {
            soon = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void beatUntilClosed() {
        while (awaitNextBeat()) {
            beating.lock();
            try {
                if (isBeatenOrDropped()) {
                    rounds.forEach(this::runRound);
                }
            } finally {
                beating.unlock();
            }
        }
    }

    /** Gives a sign of life, and drops what has run out if it cannot: true if it could. */
    private boolean isBeatenOrDropped() {
        try {
            beat();
            return true;
        } catch (StoreUnavailableException e) {
            LOG.warn("Node {} could not give a sign of life: {}", name, e.getMessage());
        } catch (RuntimeException | Error e) { // an Error, too, must not end the thread unseen
            LOG.error("Node {} failed to give a sign of life, going on", name, e);
        }
        runRound(this::dropWhatHasRunOut);
        return false;
    }

    private void runRound(Runnable action) {
        try {
            action.run();
        } catch (StoreUnavailableException e) {
            LOG.debug("Node {} could not do all of its round: {}", name, e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("Node {} failed in its round, going on", name, e);
        }
    }

    private boolean awaitNextBeat() {
        long left = leaseTime.toNanos() / BEATS;
        lock.lock();
        try {
            while (!closed && !soon && left > 0) {
                left = changed.awaitNanos(left);
            }
            soon = false;
            return !closed;
        } catch (InterruptedException e) {
            return false; // only close interrupts
        } finally {
            lock.unlock();
        }
    }

    private void beat() {
        long before = System.nanoTime();
        LeaseStore.Membership membership = leases.heartbeat(name, leaseTime);
        beatenAt = before;
        alive = membership.nodes().stream().map(Node::idOf).collect(Collectors.toUnmodifiableSet());
        Set<String> nodes = membership.nodes().stream()
                .filter(other -> other.equals(family + SEPARATOR + idOf(other)))
                .collect(Collectors.toCollection(HashSet::new));
        nodes.add(name);
        balance(membership.leases(), new Round(name, nodes));
    }

    private static String idOf(String node) {
        return node.substring(node.lastIndexOf(SEPARATOR) + 1);
    }

    private void dropWhatHasRunOut() {
        if (System.nanoTime() - beatenAt > leaseTime.toNanos()) {
            shares.forEach(share -> share.hold(Set.of()));
        }
    }

    /** Three calls at most for all shares: one to give away, one to see what is free, one to take. */
    private void balance(Set<Lease> all, Round round) {
        Map<String, Set<Lease>> mine = new HashMap<>();
        all.forEach(lease ->
                mine.computeIfAbsent(Share.of(lease), share -> new HashSet<>()).add(lease));
        Map<String, Set<Lease>> left = new HashMap<>(mine);
        Map<Share, Integer> wanted = new HashMap<>();
        for (Share share : shares) {
            left.remove(share.what());
            int more = share.balance(mine.getOrDefault(share.what(), Set.of()), round);
            if (more > 0) {
                wanted.put(share, more);
            }
        }
        left.values().forEach(round.given()::addAll); // of shares that could not be handed back when they were left
        leases.release(name, round.given()); // they are not worked on any more
        if (!wanted.isEmpty()) {
            take(wanted);
        }
    }

    private void take(Map<Share, Integer> wanted) {
        Set<String> held = leases.held();
        List<String> names = new ArrayList<>();
        wanted.forEach((share, more) -> {
            List<String> free = share.namesBut(held);
            Collections.shuffle(free); // so that nodes starting together do not all reach for the same
            names.addAll(free.subList(0, Math.min(more, free.size())));
        });
        Map<String, Set<Lease>> taken = new HashMap<>();
        if (!names.isEmpty()) {
            for (Lease lease : leases.acquire(name, names, names.size())) {
                taken.computeIfAbsent(Share.of(lease), share -> new HashSet<>()).add(lease);
            }
        }
        wanted.keySet().forEach(share -> share.took(taken.getOrDefault(share.what(), Set.of())));
    }

    /** Gives no more signs of life and hands everything back. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(leaseTime.toMillis());
            shares.forEach(share -> share.hold(Set.of()));
            leases.leave(name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreUnavailableException e) {
            LOG.warn("Node {} could not hand back its leases, they run out in {}", name, leaseTime);
        }
    }
}
