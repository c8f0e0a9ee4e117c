package dev.daybook.process;

import dev.daybook.store.CommandStore;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.Enqueue;
import dev.daybook.store.EventStore;
import dev.daybook.store.StoreUnavailableException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Stores the steps of a process manager. A full queue holds them up, and nothing of them is lost. */
final class ProcessSteps {

    private static final int MOST_COMMANDS = 1_000;
    private static final long MOST_BYTES = 8L << 20;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final ProcessManager<?> manager;
    private final EventStore store;

    ProcessSteps(ProcessManager<?> manager, EventStore store) {
        this.manager = manager;
        this.store = store;
    }

    /** What became of a step. */
    enum Answer {
        /** It is stored. */
        STORED,
        /** The checkpoint is elsewhere, or claimed by another; nothing is stored. */
        LOST,
        /** It is too large for one commit or for a queue; nothing is stored. */
        DIVIDE
    }

    /**
     * Stores a step.
     *
     * @param divisible whether it could be made in smaller steps
     * @throws StoreUnavailableException if a queue was full for a while, and the step is not divisible
     */
    Answer store(Commit commit, boolean divisible) {
        if (divisible && (commit.enqueued().size() > MOST_COMMANDS || ProcessPlan.bytesOf(commit) > MOST_BYTES)) {
            return Answer.DIVIDE;
        }
        CommandStore commands = store.commands();
        long changes = commands.changes();
        CommitResult result = store.commit(commit);
        if (result instanceof CommitResult.QueueFull full && !divisible) {
            requireThatItCanFit(commit);
            awaitChange(commands, changes);
            result = store.commit(commit);
            if (result instanceof CommitResult.QueueFull) {
                throw full(full);
            }
        }
        return switch (result) {
            case CommitResult.Committed committed -> Answer.STORED;
            case CommitResult.ProgressLost lost -> Answer.LOST;
            case CommitResult.QueueFull full -> Answer.DIVIDE;
            default ->
                throw new IllegalStateException("A step of " + manager + " was stored, and the answer is " + result);
        };
    }

    /** Else it would wait for ever. */
    private void requireThatItCanFit(Commit commit) {
        Map<String, Integer> counts = new HashMap<>();
        for (Enqueue enqueue : commit.enqueued()) {
            int count = counts.merge(enqueue.queue(), 1, Integer::sum);
            if (count > enqueue.capacity()) {
                throw new ReactionFailedException(manager + " sends more commands in one step than the "
                        + enqueue.capacity() + " that queue " + enqueue.queue()
                        + " holds: send fewer, or raise its lane's capacity");
            }
        }
    }

    private void awaitChange(CommandStore commands, long changes) {
        try {
            commands.awaitChange(changes, LONGEST_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                    manager + " was interrupted while it waited for room in a queue; nothing was stored",
                    StoreUnavailableException.Outcome.NOT_STORED,
                    e);
        }
    }

    private StoreUnavailableException full(CommitResult.QueueFull full) {
        return new StoreUnavailableException(
                manager + " waits for room in queue " + full.queue() + ", which holds " + full.pending() + " of "
                        + full.capacity()
                        + " commands: nothing is lost; raise the lane's capacity or give it more workers",
                StoreUnavailableException.Outcome.NOT_STORED);
    }
}
