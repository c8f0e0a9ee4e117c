package dev.daybook.sql;

import dev.daybook.store.CommandState;
import dev.daybook.store.CommandStore;
import dev.daybook.store.Intervention;
import dev.daybook.store.Lease;
import dev.daybook.store.ParkedCommand;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.RecordedOutcome;
import dev.daybook.store.Slices;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The commands of a store: reads here, each on a connection of its own; changes one by one in turns. */
final class SqlCommandStore implements CommandStore {

    private final EventReader reader;
    private final CommandReader commands;
    private final ChangeWatch watch;
    private final CommandParking parking;
    private final CommandSchedule schedule;

    SqlCommandStore(
            EventReader reader,
            CommandReader commands,
            ChangeWatch watch,
            CommandParking parking,
            CommandSchedule schedule) {
        this.reader = reader;
        this.commands = commands;
        this.watch = watch;
        this.parking = parking;
        this.schedule = schedule;
    }

    @Override
    public List<QueuedCommand> read(String queue, Slices slices, long after, int limit) {
        EventReader.requirePositive(limit);
        return reader.read("a queue", connection -> commands.pending(connection, queue, slices, after, limit));
    }

    @Override
    public Map<UUID, RecordedOutcome> outcomes(Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return reader.read("outcomes", connection -> commands.outcomes(connection, ids));
    }

    @Override
    public Optional<CommandState> find(UUID id) {
        return reader.read("a command", connection -> commands.find(connection, id));
    }

    @Override
    public QueueStatus status(String queue) {
        return reader.read("a queue's status", connection -> commands.status(connection, queue));
    }

    @Override
    public long revision(String queue) {
        return reader.read("a queue's revision", connection -> commands.revision(connection, queue));
    }

    @Override
    public Set<String> queues(String prefix) {
        return reader.read("queues", connection -> commands.queues(connection, prefix));
    }

    @Override
    public Set<String> scheduledQueues(String prefix) {
        return reader.read("queues", connection -> commands.scheduledQueues(connection, prefix));
    }

    @Override
    public void awaitChange(long known, Duration timeout) throws InterruptedException {
        watch.awaitChange(known, timeout);
    }

    @Override
    public long changes() {
        return watch.changes();
    }

    @Override
    public boolean park(QueuedCommand command, int attempts, String error, Lease lease) {
        return parking.park(command, attempts, error, lease);
    }

    @Override
    public List<ParkedCommand> parked(String queue, long after, int limit) {
        EventReader.requirePositive(limit);
        return reader.read("parked commands", connection -> commands.parked(connection, queue, after, limit));
    }

    @Override
    public boolean retry(UUID id, Intervention intervention) {
        return parking.retry(id, intervention);
    }

    @Override
    public boolean edit(UUID id, String payload, Intervention intervention) {
        return parking.edit(id, payload, intervention);
    }

    @Override
    public boolean discard(UUID id, Intervention intervention) {
        return parking.discard(id, intervention);
    }

    @Override
    public boolean cancel(UUID id) {
        return schedule.cancel(id);
    }

    @Override
    public Optional<Instant> releaseDue(int limit) {
        EventReader.requirePositive(limit);
        return schedule.releaseDue(limit);
    }

    @Override
    public int forgetOutcomes(Instant before, int limit) {
        EventReader.requirePositive(limit);
        return schedule.forgetOutcomes(before, limit);
    }
}
