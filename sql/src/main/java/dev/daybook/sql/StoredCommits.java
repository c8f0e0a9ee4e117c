package dev.daybook.sql;

import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.Version;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which commits of a group the database holds, told by the ids of their events. */
final class StoredCommits {

    private final Map<UUID, StoredEvent> events = new HashMap<>();

    private StoredCommits(List<StoredEvent> found) {
        found.forEach(event -> events.put(event.id(), event));
    }

    static StoredCommits among(CommitGroup group, WriteConnection connection) throws SQLException {
        Set<UUID> ids = group.entries().stream()
                .flatMap(entry -> entry.commit().appends().stream())
                .flatMap(append -> append.events().stream())
                .map(SerializedEvent::id)
                .collect(Collectors.toSet());
        return new StoredCommits(connection.find(ids));
    }

    /** The answer to a commit that an earlier call may have stored; null if none of its events is stored. */
    @Nullable
    CommitResult asRepeat(Commit commit) {
        return asRepeat(commit, Long.MAX_VALUE);
    }

    /** {@link #asRepeat(Commit)}, going by what was stored up to a position only. */
    @Nullable
    CommitResult asRepeat(Commit commit, long upTo) {
        CommitResult answer = asOwn(commit, upTo);
        return answer instanceof CommitResult.Committed(Position position, List<Version> versions)
                ? new CommitResult.Duplicate(position, versions)
                : answer;
    }

    /** The answer to a commit that this very call may have stored; null if none of its events is stored. */
    @Nullable
    CommitResult asOwn(Commit commit) {
        return asOwn(commit, Long.MAX_VALUE);
    }

    private @Nullable CommitResult asOwn(Commit commit, long upTo) {
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
        return new CommitResult.Committed(last, versions);
    }

    private static InvalidEventException reused(StoredEvent stored) {
        return new InvalidEventException("Event id " + stored.id() + " belongs to another event already, "
                + stored.type().name()
                + " at version " + stored.version() + " of stream " + stored.stream()
                + "; nothing of this commit was stored: give every new event an id of its own");
    }
}
