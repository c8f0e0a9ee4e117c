package dev.daybook.command;

import dev.daybook.store.CommandState;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.Enqueue;
import dev.daybook.store.EventStore;
import dev.daybook.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Stores commands in a queue, within its capacity. Safe for use by many threads. */
final class QueueIntake {

    private static final Duration LONGEST_WAIT = Duration.ofMillis(200);

    /** Those who wait for room do not all come back at every change, and not all at once. */
    private static final long SHORTEST_PAUSE_NANOS = Duration.ofMillis(5).toNanos();

    private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(20).toNanos();

    private final Lane lane;
    private final String queue;
    private final long capacity;
    private final EventStore store;
    private final CommandListener listener;
    private final ParkedRoom parked;
    private final RandomGenerator random = RandomGenerator.getDefault();

    QueueIntake(Lane lane, String queue, long capacity, EventStore store, CommandListener listener) {
        this.lane = lane;
        this.queue = queue;
        this.capacity = capacity;
        this.store = store;
        this.listener = listener;
        this.parked = new ParkedRoom(store.commands(), queue, capacity);
    }

    String queue() {
        return queue;
    }

    /**
     * Stores a command.
     *
     * @return whether it is new; false if it was known already
     * @throws LaneFullException if there is no room
     * @throws BusClosedException if the lane was closed while this waited for room
     */
    boolean put(Intake.Received command, Optional<Instant> due) {
        Room room = new Room(lane, capacity, listener);
        while (true) {
            long changes = store.commands().changes();
            Optional<Boolean> stored = tryPut(command, due);
            if (stored.isPresent()) {
                return stored.get();
            }
            room.await(left -> {
                lane.awaitClosed(Duration.ofNanos(random.nextLong(SHORTEST_PAUSE_NANOS, LONGEST_PAUSE_NANOS)));
                store.commands().awaitChange(changes, left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT);
            });
        }
    }

    /** Empty if the queue is full. */
    private Optional<Boolean> tryPut(Intake.Received command, Optional<Instant> due) {
        CommitResult result = commitBesideParked(command, due);
        return switch (result) {
            case CommitResult.Committed committed when committed.known().isEmpty() -> Optional.of(true);
            case CommitResult.Committed committed -> {
                requireSame(command);
                listener.duplicate(lane.name(), command.work().header().id());
                yield Optional.of(false);
            }
            case CommitResult.QueueFull full -> Optional.empty();
            default -> throw new IllegalStateException("A command was stored, and the answer is " + result);
        };
    }

    /** Where the queue is full of what waits for a person, there is room besides, for other streams. */
    private CommitResult commitBesideParked(Intake.Received command, Optional<Instant> due) {
        CommitResult result = commit(command, due, capacity);
        if (result instanceof CommitResult.QueueFull) {
            long besides = parked.besides(command.work().header().stream());
            return besides == 0 ? result : commit(command, due, capacity + besides);
        }
        return result;
    }

    private CommitResult commit(Intake.Received command, Optional<Instant> due, long within) {
        try {
            return store.commit(Commit.enqueue(new Enqueue(queue, within, command.serialized(), due)));
        } catch (StoreUnavailableException e) {
            throw UnknownOutcome.ifUnknown(command.work().header().id(), e);
        }
    }

    /** The store knows its id, so whatever fails from here on, something of this id is stored. */
    private void requireSame(Intake.Received command) {
        UUID id = command.work().header().id();
        Optional<CommandState> known;
        try {
            known = store.commands().find(id);
        } catch (StoreUnavailableException e) {
            throw UnknownOutcome.of(id, e);
        }
        known.map(CommandState::header).ifPresent(first -> {
            if (!first.hash().equals(command.work().header().hash())) {
                throw new CommandIdReusedException(
                        first, command.work().header().type());
            }
        });
    }
}
