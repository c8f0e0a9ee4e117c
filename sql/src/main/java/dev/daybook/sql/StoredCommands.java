package dev.daybook.sql;

import dev.daybook.store.CommandHeader;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult.AlreadyDecided;
import dev.daybook.store.CommitResult.Committed;
import dev.daybook.store.Enqueue;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.NewOutcome;
import dev.daybook.store.PayloadHash;
import dev.daybook.store.Position;
import dev.daybook.store.RecordedOutcome;
import dev.daybook.store.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the database holds of some commands.
 *
 * @param outcomes of those that have one
 * @param hashes of all that it knows, whether they have an outcome, are in a queue, or scheduled
 * @param head the position of the last event then
 * @param changes how many changes of queues and outcomes there were then
 */
record StoredCommands(Map<UUID, RecordedOutcome> outcomes, Map<UUID, PayloadHash> hashes, Position head, long changes) {

    static StoredCommands none() {
        return new StoredCommands(Map.of(), Map.of(), Position.START, 0);
    }

    /** All commands that a commit names. */
    static List<UUID> idsIn(Commit commit) {
        if (commit.outcomes().isEmpty() && commit.enqueued().isEmpty()) {
            return List.of();
        }
        List<UUID> ids =
                new ArrayList<>(commit.outcomes().size() + commit.enqueued().size());
        for (NewOutcome outcome : commit.outcomes()) {
            ids.add(outcome.command().id());
        }
        for (Enqueue enqueue : commit.enqueued()) {
            ids.add(enqueue.command().header().id());
        }
        return ids;
    }

    /** The answer to a commit of which commands have outcomes; null if none has. */
    @Nullable
    AlreadyDecided decided(Commit commit) {
        List<RecordedOutcome> known = new ArrayList<>();
        for (NewOutcome outcome : commit.outcomes()) {
            RecordedOutcome recorded = outcomes.get(outcome.command().id());
            if (recorded != null) {
                known.add(recorded);
            }
        }
        return known.isEmpty() ? null : new AlreadyDecided(known);
    }

    /**
     * The answer to a commit that does nothing but put commands into queues, if this very call may have done so; null if it
     * has not, or if it is not known at which versions the streams were that it was to make sure of. A command that is stored
     * with another content was known before; whether one with the same content was cannot be told.
     */
    @Nullable
    Committed enqueued(Commit commit) {
        boolean anythingElse = commit.eventCount() > 0 || !commit.outcomes().isEmpty();
        return anythingElse || commit.enqueued().isEmpty() ? null : carriedOut(commit);
    }

    /**
     * The answer to a commit without events and outcomes, which this very call has carried out; null if it is not known at
     * which versions the streams were.
     */
    @Nullable
    Committed carriedOut(Commit commit) {
        Set<UUID> known = new HashSet<>();
        for (Enqueue enqueue : commit.enqueued()) {
            CommandHeader header = enqueue.command().header();
            PayloadHash stored = hashes.get(header.id());
            if (stored == null) {
                return null;
            }
            if (!stored.equals(header.hash())) {
                known.add(header.id());
            }
        }
        List<Version> versions = new ArrayList<>();
        for (var append : commit.appends()) {
            switch (append.expected()) {
                case ExpectedVersion.Exactly exactly -> versions.add(exactly.version());
                case ExpectedVersion.NoneYet() -> versions.add(Version.NONE);
                case ExpectedVersion.Exists() -> {
                    return null;
                }
                case ExpectedVersion.Any() -> {
                    return null;
                }
            }
        }
        return new Committed(head, versions, known);
    }
}
