package dev.daybook.command;

import dev.daybook.store.CommandState;
import dev.daybook.store.CommandStore;
import dev.daybook.store.RecordedOutcome;
import dev.daybook.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those who wait for the outcomes of stored commands. What this node decides reaches them at once; for what others decide the
 * store is asked, for all of them together. Safe for use by many threads.
 */
final class Waiters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Waiters.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);
    private static final Duration LOOK_AFTER = Duration.ofSeconds(1);
    private static final Duration LONGEST_WITHOUT_LOOK = Duration.ofSeconds(10);
    private static final int ASKED_AT_ONCE = 1_000;
    private static final int LOOKED_AT_ONCE = 50;

    private final CommandStore commands;
    private final Map<UUID, List<Waiter>> waiting = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private volatile boolean closed;
    private long lastWaiter;

    /** Somebody who waits, each with a number of its own. */
    private record Waiter(long number, CompletableFuture<Outcome> outcome, Looks looks) {}

    /** When to look next whether a command was parked by another node: ever more seldom. Used by the asking thread. */
    private static final class Looks {
        private Duration pause = LOOK_AFTER;
        private long next = System.nanoTime() + pause.toNanos();

        boolean isTime(long now) {
            return next - now <= 0;
        }

        void looked(long now) {
            next = now + pause.toNanos();
            pause = pause.multipliedBy(2).compareTo(LONGEST_WITHOUT_LOOK) < 0
                    ? pause.multipliedBy(2)
                    : LONGEST_WITHOUT_LOOK;
        }
    }

    Waiters(CommandStore commands, String name) {
        this.commands = commands;
        this.thread =
                Thread.ofPlatform().daemon().name("daybook-outcomes-" + name).start(this::askUntilClosed);
    }

    /**
     * Waits for the outcome of a command that is stored. That the store does not answer for a time is no answer to the sender,
     * whose command is stored all the same.
     *
     * @param look whether to look at once where it is, since it may have been dealt with before
     * @throws OutcomePendingException if it is parked, this node stops, or the time is up
     */
    Outcome await(UUID command, boolean look, Duration timeout) {
        Waiter waiter = register(command);
        try {
            if (look) {
                lookIfPossible(command);
            }
            return waiter.outcome().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw OutcomePendingException.late(command, timeout);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OutcomePendingException.interrupted(command);
        } finally {
            forget(command, waiter);
        }
    }

    private void lookIfPossible(UUID command) {
        try {
            look(command);
        } catch (StoreUnavailableException e) {
            LOG.debug("Command {} cannot be looked up for now: {}", command, e.getMessage());
        }
    }

    private Waiter register(UUID command) {
        lock.lock();
        try {
            if (closed) {
                throw OutcomePendingException.stopping(command);
            }
            lastWaiter++;
            Waiter waiter = new Waiter(lastWaiter, new CompletableFuture<>(), new Looks());
            waiting.merge(command, List.of(waiter), Waiters::together);
            changed.signal();
            return waiter;
        } finally {
            lock.unlock();
        }
    }

    private static <T> List<T> together(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    private void forget(UUID command, Waiter waiter) {
        waiting.computeIfPresent(command, (id, waiters) -> {
            List<Waiter> others = waiters.stream()
                    .filter(other -> other.number() != waiter.number())
                    .toList();
            return others.isEmpty() ? null : others;
        });
    }

    /** This node has decided it. */
    void decided(UUID command, Outcome outcome) {
        List<Waiter> waiters = waiting.remove(command);
        if (waiters != null) {
            waiters.forEach(waiter -> waiter.outcome().complete(outcome));
        }
    }

    /** It waits for a person now. */
    void parked(UUID command, String error) {
        fail(command, OutcomePendingException.parked(command, error));
    }

    private void fail(UUID command, OutcomePendingException error) {
        List<Waiter> waiters = waiting.remove(command);
        if (waiters != null) {
            waiters.forEach(waiter -> waiter.outcome().completeExceptionally(error));
        }
    }

    private void look(UUID command) {
        CommandState state = commands.find(command).orElse(null);
        if (state instanceof CommandState.Parked(var parked)) {
            parked(command, parked.error());
        } else if (state instanceof CommandState.Decided(var outcome)) {
            decided(command, Outcomes.of(outcome));
        }
    }

    private void askUntilClosed() {
        while (awaitSomeone()) {
            try {
                long changes = commands.changes();
                ask();
                lookForParked();
                commands.awaitChange(changes, LONGEST_PAUSE);
            } catch (StoreUnavailableException e) {
                LOG.debug("Outcomes cannot be looked up for now: {}", e.getMessage());
            } catch (InterruptedException e) {
                return; // only close interrupts
            } catch (RuntimeException | Error e) {
                LOG.error("Looking up outcomes failed, trying again", e);
            }
        }
    }

    /** Also a pause, since what this node decides needs no asking. */
    private boolean awaitSomeone() {
        lock.lock();
        try {
            long left = SHORTEST_PAUSE.toNanos();
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            while (!closed && waiting.isEmpty()) {
                changed.await();
            }
            return !closed;
        } catch (InterruptedException e) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void ask() {
        List<UUID> ids = new ArrayList<>(waiting.keySet());
        for (int from = 0; from < ids.size(); from += ASKED_AT_ONCE) {
            List<UUID> some = ids.subList(from, Math.min(ids.size(), from + ASKED_AT_ONCE));
            Map<UUID, RecordedOutcome> outcomes = commands.outcomes(some);
            outcomes.forEach((id, outcome) -> decided(id, Outcomes.of(outcome)));
        }
    }

    /** Another node may have parked some. */
    private void lookForParked() {
        long now = System.nanoTime();
        int left = LOOKED_AT_ONCE;
        for (Map.Entry<UUID, List<Waiter>> entry : waiting.entrySet()) {
            Looks looks = entry.getValue().getFirst().looks();
            if (left > 0 && looks.isTime(now)) {
                left--;
                look(entry.getKey());
                looks.looked(now);
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
        thread.interrupt();
        waiting.keySet().forEach(id -> fail(id, OutcomePendingException.stopping(id)));
    }
}
