package dev.daybook.testing.contract;

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

/** Says yes to everything and keeps nothing. */
final class DoNothingCommands implements CommandStore {

    @Override
    public List<QueuedCommand> read(String queue, Slices slices, long after, int limit) {
        return List.of();
    }

    @Override
    public Map<UUID, RecordedOutcome> outcomes(Collection<UUID> ids) {
        return Map.of();
    }

    @Override
    public Optional<CommandState> find(UUID id) {
        return Optional.empty();
    }

    @Override
    public QueueStatus status(String queue) {
        return new QueueStatus(0, 0, 0, 0);
    }

    @Override
    public Set<String> queues(String prefix) {
        return Set.of();
    }

    @Override
    public Set<String> scheduledQueues(String prefix) {
        return Set.of();
    }

    @Override
    public void awaitChange(long changes, Duration timeout) {}

    @Override
    public long changes() {
        return 0;
    }

    @Override
    public boolean park(QueuedCommand command, int attempts, String error, Lease lease) {
        return true;
    }

    @Override
    public List<ParkedCommand> parked(String queue, long after, int limit) {
        return List.of();
    }

    @Override
    public boolean retry(UUID id, Intervention intervention) {
        return true;
    }

    @Override
    public boolean edit(UUID id, String payload, Intervention intervention) {
        return true;
    }

    @Override
    public boolean discard(UUID id, Intervention intervention) {
        return true;
    }

    @Override
    public boolean cancel(UUID id) {
        return true;
    }

    @Override
    public Optional<Instant> releaseDue(int limit) {
        return Optional.empty();
    }

    @Override
    public int forgetOutcomes(Instant before, int limit) {
        return 0;
    }
}
