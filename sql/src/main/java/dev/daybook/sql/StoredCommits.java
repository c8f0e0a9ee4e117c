package dev.daybook.sql;

import dev.daybook.sql.CommitGroup.Entry;
import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which commits of a group the database holds, told by the ids of their events and commands. */
final class StoredCommits {

    /** A stream at the time when the log ended at a position. */
    private record Past(StreamId stream, Position position) {}

    private final Map<UUID, StoredEvent> events = new HashMap<>();
    private final Map<Past, Version> pastVersions = new HashMap<>();
    private final StoredCommands commands;
    private final StoredProgress progress;

    private StoredCommits(List<StoredEvent> found, StoredCommands commands, StoredProgress progress) {
        found.forEach(event -> events.put(event.id(), event));
        this.commands = commands;
        this.progress = progress;
    }

    static StoredCommits among(CommitGroup group, Dialect dialect, WriteConnection connection) throws SQLException {
        return connection.read(jdbc -> {
            Set<UUID> eventIds = ids(group, StoredCommits::eventIds);
            Set<UUID> commandIds = ids(group, StoredCommands::idsIn);
            StoredCommits stored = new StoredCommits(
                    eventIds.isEmpty() ? List.of() : dialect.find(jdbc, eventIds),
                    commandIds.isEmpty() ? StoredCommands.none() : new CommandReader(dialect).stored(jdbc, commandIds),
                    StoredProgress.of(group, dialect, jdbc));
            stored.readPastVersions(group, dialect, jdbc);
            return stored;
        });
    }

    private static Set<UUID> ids(CommitGroup group, Function<Commit, List<UUID>> ids) {
        return group.entries().stream()
                .flatMap(entry -> ids.apply(entry.commit()).stream())
                .collect(Collectors.toSet());
    }

    private static List<UUID> eventIds(Commit commit) {
        return commit.appends().stream()
                .flatMap(append -> append.events().stream())
                .map(SerializedEvent::id)
                .toList();
    }

    /** Of streams that a stored commit appended nothing to. */
    private void readPastVersions(CommitGroup group, Dialect dialect, Connection jdbc) throws SQLException {
        for (Entry entry : group.entries()) {
            Position last = lastPosition(entry.commit());
            if (last.equals(Position.START)) {
                continue;
            }
            for (Append append : entry.commit().appends()) {
                if (append.events().isEmpty()) {
                    pastVersions.put(new Past(append.stream(), last), versionAt(dialect, jdbc, append.stream(), last));
                }
            }
        }
    }

    private Position lastPosition(Commit commit) {
        Position last = Position.START;
        for (UUID id : eventIds(commit)) {
            StoredEvent stored = events.get(id);
            if (stored != null && stored.position().compareTo(last) > 0) {
                last = stored.position();
            }
        }
        return last;
    }

    private static Version versionAt(Dialect dialect, Connection jdbc, StreamId stream, Position position)
            throws SQLException {
        try (PreparedStatement statement =
                jdbc.prepareStatement(dialect.statements().versionAt())) {
            statement.setString(1, stream.toString());
            statement.setLong(2, position.value());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Version.of(row.getLong(1)) : Version.NONE;
            }
        }
    }

    /** How many changes of queues and outcomes are known to have been made. */
    long changes() {
        return commands.changes();
    }

    /** The answer to a commit of which commands have outcomes; null if none has. */
    @Nullable
    CommitResult asDecided(Commit commit) {
        return commands.decided(commit);
    }

    /** The answer to a commit that an earlier call may have stored; null if nothing of it is stored. */
    @Nullable
    CommitResult asRepeat(Commit commit) {
        CommitResult decided = commands.decided(commit);
        return decided != null ? decided : asRepeat(commit, Long.MAX_VALUE);
    }

    /** The answer to a commit that an earlier call may have stored, by its events up to a position; null if none is. */
    @Nullable
    CommitResult asRepeat(Commit commit, long upTo) {
        CommitResult answer = byEvents(commit, upTo);
        return answer instanceof CommitResult.Committed committed
                ? new CommitResult.Duplicate(committed.position(), committed.versions())
                : answer;
    }

    /** The answer to a commit that this very call may have stored; null if nothing of it is stored. */
    @Nullable
    CommitResult asOwn(Commit commit) {
        CommitResult byEvents = byEvents(commit, Long.MAX_VALUE);
        if (byEvents instanceof CommitResult.Committed) {
            return byEvents;
        }
        CommitResult byCommands = commands.decided(commit);
        if (byCommands != null) {
            return byCommands;
        }
        if (byEvents != null) {
            return byEvents;
        }
        return commit.progress().isPresent() && commit.eventCount() == 0
                ? byProgress(commit)
                : commands.enqueued(commit);
    }

    /** Commands may have been known before, so the checkpoint tells, if anything does. */
    private @Nullable CommitResult byProgress(Commit commit) {
        Progress step = commit.progress().orElseThrow();
        return switch (progress.made(step)) {
            case NO -> null;
            case UNKNOWN -> untold(step);
            case YES -> {
                CommitResult stored = commands.carriedOut(commit);
                yield stored != null ? stored : untold(step);
            }
        };
    }

    private static CommitResult untold(Progress step) {
        return new CommitResult.Failed(new StoreUnavailableException(
                "The connection broke, and whether this step of subscription "
                        + step.claim().subscription() + ", from position " + step.from() + " to " + step.to()
                        + ", was stored cannot be told: read its checkpoint, documents and parked events again and go on"
                        + " from there",
                StoreUnavailableException.Outcome.UNKNOWN));
    }

    private @Nullable CommitResult byEvents(Commit commit, long upTo) {
        Position last = Position.START;
        List<Version> versions = new ArrayList<>();
        boolean anyMissing = false;
        StoredEvent misplaced = null;
        StoredEvent any = null;
        for (Append append : commit.appends()) {
            Version version = Version.NONE;
            for (SerializedEvent event : append.events()) {
                StoredEvent stored = events.get(event.id());
                if (stored == null || stored.position().value() > upTo) {
                    anyMissing = true;
                    continue;
                }
                any = stored;
                boolean inPlace = stored.stream().equals(append.stream())
                        && (version.equals(Version.NONE) || stored.version().equals(version.plus(1)))
                        && stored.position().compareTo(last) > 0;
                misplaced = inPlace ? misplaced : stored;
                version = stored.version();
                last = stored.position();
            }
            versions.add(version);
        }
        if (any == null) {
            return null;
        }
        if (anyMissing || misplaced != null) {
            return new CommitResult.Failed(reused(misplaced != null ? misplaced : any));
        }
        for (int i = 0; i < versions.size(); i++) {
            Append append = commit.appends().get(i);
            if (append.events().isEmpty()) {
                versions.set(i, pastVersions.getOrDefault(new Past(append.stream(), last), Version.NONE));
            }
        }
        return new CommitResult.Committed(last, versions);
    }

    private static InvalidEventException reused(StoredEvent stored) {
        return new InvalidEventException("Event id " + stored.id() + " belongs to another event already, "
                + stored.type().name()
                + " at version " + stored.version() + " of stream " + stored.stream()
                + "; nothing of this commit was stored: give every new event an id of its own");
    }
}
