package dev.daybook.testing;

import dev.daybook.store.CommandStore;
import dev.daybook.store.CommandStore.QueueStatus;
import dev.daybook.store.ParkedCommand;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.Slices;
import dev.daybook.store.StreamId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One queue, in order. Not safe for use by many threads. */
final class InMemoryQueue {

    private record Parking(int attempts, String error, Instant parkedAt) {}

    private final TreeMap<Long, QueuedCommand> commands = new TreeMap<>();
    private final Map<Long, Parking> parkings = new HashMap<>();
    private final Map<StreamId, Long> parkedStreams = new HashMap<>();
    private long revision;

    long pending() {
        return commands.size();
    }

    QueueStatus status(long scheduled) {
        return new QueueStatus(pending(), scheduled, parkings.size(), revision);
    }

    void put(QueuedCommand command) {
        commands.put(command.sequence(), command);
    }

    void remove(QueuedCommand command) {
        commands.remove(command.sequence());
        if (parkings.containsKey(command.sequence())) {
            letGoOn(command);
        }
    }

    List<QueuedCommand> read(Slices slices, long after, int limit) {
        return commands.tailMap(after, false).values().stream()
                .filter(command -> slices.contains(streamOf(command).slice()))
                .filter(command -> !parkedStreams.containsKey(streamOf(command)))
                .limit(limit)
                .toList();
    }

    /** Whether it is parked now; only the first of its stream can be. */
    boolean park(QueuedCommand command, int attempts, String error, Instant parkedAt) {
        if (!isFirst(command)) {
            return false;
        }
        parkings.putIfAbsent(command.sequence(), new Parking(attempts, error, parkedAt));
        parkedStreams.put(streamOf(command), command.sequence());
        return true;
    }

    void unpark(QueuedCommand again) {
        put(again);
        letGoOn(again);
    }

    Optional<ParkedCommand> parked(QueuedCommand command) {
        return Optional.ofNullable(parkings.get(command.sequence())).map(parking -> describe(command, parking));
    }

    List<ParkedCommand> parked(long after, int limit) {
        return commands.tailMap(after, false).values().stream()
                .flatMap(command -> parked(command).stream())
                .sorted(Comparator.comparingLong(parked -> parked.command().sequence()))
                .limit(limit)
                .toList();
    }

    private ParkedCommand describe(QueuedCommand command, Parking parking) {
        long successors = commands.tailMap(command.sequence(), false).values().stream()
                .filter(other -> streamOf(other).equals(streamOf(command)))
                .limit(CommandStore.COUNTED_SUCCESSORS)
                .count();
        return new ParkedCommand(command, parking.attempts(), parking.error(), parking.parkedAt(), (int) successors);
    }

    private boolean isFirst(QueuedCommand command) {
        return commands.values().stream()
                .filter(other -> streamOf(other).equals(streamOf(command)))
                .findFirst()
                .filter(first -> first.sequence() == command.sequence())
                .isPresent();
    }

    private void letGoOn(QueuedCommand command) {
        revision++;
        parkings.remove(command.sequence());
        parkedStreams.remove(streamOf(command));
    }

    private static StreamId streamOf(QueuedCommand command) {
        return command.command().header().stream();
    }
}
