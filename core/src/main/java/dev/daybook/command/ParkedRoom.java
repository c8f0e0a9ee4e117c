package dev.daybook.command;

import dev.daybook.store.CommandStore;
import dev.daybook.store.ParkedCommand;
import dev.daybook.store.StreamId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How much of a full queue waits for a person: parked commands and what is known to wait behind them. It is not held against
 * the other streams, so that they go on, up to a limit, so that the queue stays bounded. Looked up at most once a second.
 * Safe for use by many threads.
 */
final class ParkedRoom {

    private static final int LOOKED_AT = 1_000;
    private static final long LOOK_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

    private final CommandStore commands;
    private final String queue;
    private final long atMost;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Seen seen = new Seen(Set.of(), 0, System.nanoTime() - LOOK_AGAIN_NANOS);

    private record Seen(Set<StreamId> streams, long commands, long at) {}

    /** @param atMost how many commands are not held against others */
    ParkedRoom(CommandStore commands, String queue, long atMost) {
        this.commands = commands;
        this.queue = queue;
        this.atMost = atMost;
    }

    /** How many more than its capacity the queue may hold for a command of a stream: none if that stream is parked itself. */
    long besides(StreamId stream) {
        if (System.nanoTime() - seen.at() >= LOOK_AGAIN_NANOS && looking.tryLock()) {
            try {
                seen = look();
            } finally {
                looking.unlock();
            }
        }
        Seen now = seen;
        return now.streams().contains(stream) ? 0 : now.commands();
    }

    private Seen look() {
        List<ParkedCommand> parked = commands.parked(queue, 0, LOOKED_AT);
        Set<StreamId> streams = new HashSet<>();
        long waiting = 0;
        for (ParkedCommand command : parked) {
            streams.add(command.command().command().header().stream());
            waiting += 1 + command.successors();
        }
        return new Seen(streams, Math.min(waiting, atMost), System.nanoTime());
    }
}
