package dev.daybook.command;

import dev.daybook.store.CommandState;
import dev.daybook.store.CommandStore;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.Enqueue;
import dev.daybook.store.EventStore;
import dev.daybook.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Stores commands in a queue, within its capacity. Safe for use by many threads. */
final class QueueIntake {

    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    private final String lane;
    private final String queue;
    private final long capacity;
    private final EventStore store;
    private final CommandListener listener;

    QueueIntake(String lane, String queue, long capacity, EventStore store, CommandListener listener) {
        this.lane = lane;
        this.queue = queue;
        this.capacity = capacity;
        this.store = store;
        this.listener = listener;
    }

    /**
     * Stores a command.
     *
     * @return whether it is new; false if it was known already
     * @throws LaneFullException if there is no room
     */
    boolean put(Intake.Received command, Optional<Instant> due, WhenFull whenFull) {
        long deadline = whenFull instanceof WhenFull.Await(Duration timeout)
                ? System.nanoTime() + timeout.toNanos()
                : System.nanoTime();
        while (true) {
            long changes = store.commands().changes();
            Optional<Boolean> stored = tryPut(command, due);
            if (stored.isPresent()) {
                return stored.get();
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                listener.rejected(lane);
                throw new LaneFullException(lane, capacity, retryAfter(whenFull));
            }
            awaitChange(changes, Duration.ofNanos(Math.min(left, LONGEST_WAIT.toNanos())));
        }
    }

    static Duration retryAfter(WhenFull whenFull) {
        return whenFull instanceof WhenFull.Reject(Duration retryAfter) ? retryAfter : Duration.ofSeconds(1);
    }

    /** Empty if the queue is full. */
    private Optional<Boolean> tryPut(Intake.Received command, Optional<Instant> due) {
        CommitResult result = store.commit(Commit.enqueue(new Enqueue(queue, capacity, command.serialized(), due)));
        return switch (result) {
            case CommitResult.Committed committed when committed.known().isEmpty() -> Optional.of(true);
            case CommitResult.Committed committed -> {
                requireSame(command);
                listener.duplicate(lane, command.work().header().id());
                yield Optional.of(false);
            }
            case CommitResult.QueueFull full -> Optional.empty();
            default -> throw new IllegalStateException("A command was stored, and the answer is " + result);
        };
    }

    private void requireSame(Intake.Received command) {
        CommandStore commands = store.commands();
        commands.find(command.work().header().id()).map(CommandState::header).ifPresent(first -> {
            if (!first.hash().equals(command.work().header().hash())) {
                throw new CommandIdReusedException(
                        first, command.work().header().type());
            }
        });
    }

    private void awaitChange(long changes, Duration timeout) {
        try {
            store.commands().awaitChange(changes, timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException(
                    "The thread was interrupted while it waited for room in lane " + lane
                            + "; nothing of the command was stored",
                    StoreUnavailableException.Outcome.NOT_STORED,
                    e);
        }
    }
}
