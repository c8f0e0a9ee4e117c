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
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int ASKED_AT_ONCE = 1_000;

    private final CommandStore commands;
    private final Map<UUID, List<Waiter>> waiting = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private volatile boolean closed;
    private long lastWaiter;

    /** Somebody who waits, each with a number of its own. */
    private record Waiter(long number, CompletableFuture<Outcome> outcome) {}

    Waiters(CommandStore commands, String name) {
        this.commands = commands;
        this.thread =
                Thread.ofPlatform().daemon().name("daybook-outcomes-" + name).start(this::askUntilClosed);
    }

    /**
     * Waits for the outcome of a command that is stored.
     *
     * @param look whether to look at once where it is, since it may have been dealt with before
     * @throws OutcomePendingException if it is parked, this node stops, or the time is up
     * @throws StoreUnavailableException if the store did not answer
     */
    Outcome await(UUID command, boolean look, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Waiter waiter = register(command);
        try {
            if (look) {
                look(command);
            }
            while (true) {
                long left = deadline - System.nanoTime();
                try {
                    return waiter.outcome().get(Math.min(left, LOOK_AGAIN_NANOS), TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    if (left <= LOOK_AGAIN_NANOS) {
                        throw OutcomePendingException.late(command, timeout);
                    }
                    look(command); // another node may have parked it
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw OutcomePendingException.interrupted(command);
        } finally {
            forget(command, waiter);
        }
    }

    private Waiter register(UUID command) {
        lock.lock();
        try {
            if (closed) {
                throw OutcomePendingException.stopping(command);
            }
            lastWaiter++;
            Waiter waiter = new Waiter(lastWaiter, new CompletableFuture<>());
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
                commands.awaitChange(changes, LONGEST_PAUSE);
            } catch (StoreUnavailableException e) {
                LOG.debug("Outcomes cannot be looked up for now: {}", e.getMessage());
            } catch (InterruptedException e) {
                return; // only close interrupts
            } catch (RuntimeException e) {
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
