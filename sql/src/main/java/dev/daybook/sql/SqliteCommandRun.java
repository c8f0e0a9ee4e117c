package dev.daybook.sql;

import dev.daybook.store.CommandHeader;
import dev.daybook.store.Commit;
import dev.daybook.store.Enqueue;
import dev.daybook.store.Lease;
import dev.daybook.store.NewOutcome;
import dev.daybook.store.NewOutcome.Finding;
import dev.daybook.store.Position;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.StreamId;
import dev.daybook.store.Verdict;
import dev.daybook.store.Version;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The state of queues and outcomes while the commits of a group are carried out one after another. */
final class SqliteCommandRun {

    /** Where an append of the commit began. */
    record Begin(long version, long position) {}

    /**
     * What the group begins with.
     *
     * @param now by the store's clock, whatever was recorded before
     */
    record Start(Instant now, String recordedAt, long lastCommand, long lastOutcome) {}

    private final SqliteCommands commands;
    private final SqliteKnownCommands before;
    private final Start start;
    private final Map<String, Long> pendingBefore = new HashMap<>();
    private final Map<String, Long> joined = new HashMap<>();
    private final Map<String, Integer> revisions = new HashMap<>();
    private final Map<Lease, Boolean> held = new HashMap<>();
    private final Set<Integer> known = new HashSet<>();
    private int enqueuesBefore;
    private long lastCommand;
    private long lastOutcome;

    SqliteCommandRun(SqliteCommands commands, SqliteKnownCommands before, Start start) {
        this.commands = commands;
        this.before = before;
        this.start = start;
        this.lastCommand = start.lastCommand();
        this.lastOutcome = start.lastOutcome();
    }

    long lastCommand() {
        return lastCommand;
    }

    long lastOutcome() {
        return lastOutcome;
    }

    /** Those of the enqueued commands of the group that the store knew before, by their indexes. */
    Set<Integer> known() {
        return known;
    }

    /** Why the commit cannot be carried out, before its streams are looked at; null if it can be. */
    @Nullable
    LeftOut refuse(Commit commit) throws SQLException {
        for (int i = 0; i < commit.leases().size(); i++) {
            if (!isHeld(commit.leases().get(i))) {
                return new LeftOut.LeaseLost(i);
            }
        }
        for (NewOutcome outcome : commit.outcomes()) {
            if (before.decided().contains(outcome.command().id())) {
                return new LeftOut.Decided();
            }
        }
        return commit.enqueued().isEmpty() ? null : full(commit);
    }

    private boolean isHeld(Lease lease) throws SQLException {
        Boolean found = held.get(lease);
        if (found == null) {
            found = commands.isHeld(lease);
            held.put(lease, found);
        }
        return found;
    }

    private @Nullable LeftOut full(Commit commit) throws SQLException {
        Map<String, Long> leaving = new HashMap<>();
        for (NewOutcome outcome : commit.outcomes()) {
            QueuedCommand.Ticket place = before.waiting().get(outcome.command().id());
            if (place != null) {
                leaving.merge(place.queue(), 1L, Long::sum);
            }
        }
        Map<String, Long> joining = new HashMap<>();
        for (int i = 0; i < commit.enqueued().size(); i++) {
            Enqueue enqueue = commit.enqueued().get(i);
            String queue = enqueue.queue();
            if (due(enqueue).isEmpty()
                    && !before.contains(enqueue.command().header().id())) {
                long staying = pending(queue) - leaving.getOrDefault(queue, 0L);
                if (staying + joining.merge(queue, 1L, Long::sum) > enqueue.capacity()) {
                    return new LeftOut.Full(i, staying);
                }
            }
        }
        return null;
    }

    private long pending(String queue) throws SQLException {
        Long before = pendingBefore.get(queue);
        if (before == null) {
            before = commands.pending(queue);
            pendingBefore.put(queue, before);
        }
        return before + joined.getOrDefault(queue, 0L);
    }

    /** When the command is due, if that is not yet. */
    private Optional<Instant> due(Enqueue enqueue) {
        return enqueue.due().map(due -> due.truncatedTo(ChronoUnit.MICROS)).filter(due -> due.isAfter(start.now()));
    }

    /** Goes past a commit that is left out. */
    void skip(Commit commit) {
        enqueuesBefore += commit.enqueued().size();
    }

    /** Records the outcomes of a commit and puts its commands into their queues. */
    void carryOut(Commit commit, Map<StreamId, Begin> begins) throws SQLException {
        for (NewOutcome outcome : commit.outcomes()) {
            takeOut(outcome.command().id());
            commands.addOutcome(outcome.command(), verdict(outcome, begins), ++lastOutcome, start.recordedAt());
        }
        for (Enqueue enqueue : commit.enqueued()) {
            if (before.contains(enqueue.command().header().id())) {
                known.add(enqueuesBefore);
            } else {
                add(enqueue);
            }
            enqueuesBefore++;
        }
    }

    private void takeOut(UUID id) throws SQLException {
        QueuedCommand.Ticket place = before.waiting().get(id);
        if (place != null) {
            commands.remove(place);
            joined.merge(place.queue(), -1L, Long::sum);
            if (before.parked().contains(id)) {
                commands.removeParked(id);
                revisions.merge(place.queue(), 1, Integer::sum);
            }
        } else if (before.scheduled().contains(id)) {
            commands.removeScheduled(id);
        }
    }

    private static VerdictColumns verdict(NewOutcome outcome, Map<StreamId, Begin> begins) {
        CommandHeader command = outcome.command();
        return VerdictColumns.of(
                switch (outcome.finding()) {
                    case Finding.Known(Verdict verdict) -> verdict;
                    case Finding.Appended(int events) -> {
                        Begin begin = begins.get(command.stream());
                        if (begin == null) {
                            throw new IllegalStateException("The commit appends nothing to " + command.stream());
                        }
                        yield new Verdict.Accepted(
                                Version.of(begin.version() + events), Position.of(begin.position() + events));
                    }
                });
    }

    private void add(Enqueue enqueue) throws SQLException {
        Optional<Instant> due = due(enqueue);
        if (due.isPresent()) {
            commands.addScheduled(enqueue, ++lastCommand, start.recordedAt(), due.get());
        } else {
            commands.add(enqueue, ++lastCommand, start.recordedAt());
            joined.merge(enqueue.queue(), 1L, Long::sum);
        }
    }

    /** Writes all of it. */
    void finish() throws SQLException {
        for (Map.Entry<String, Long> queue : joined.entrySet()) {
            commands.changeQueue(queue.getKey(), queue.getValue(), revisions.getOrDefault(queue.getKey(), 0));
        }
        commands.flush();
    }
}
