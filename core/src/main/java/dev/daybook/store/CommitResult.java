package dev.daybook.store;

import dev.daybook.DaybookException;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What became of one {@link Commit}. */
public sealed interface CommitResult {

    /**
     * Stored, durably, by this call.
     *
     * @param position of its last event; where it holds none, of the store's last event then
     * @param versions of each append's stream after it, in the order of {@link Commit#appends()}
     * @param known commands that were not put into their queues, since the store knows their ids already
     */
    record Committed(Position position, List<Version> versions, Set<UUID> known) implements CommitResult {
        public Committed {
            versions = List.copyOf(versions);
            known = Set.copyOf(known);
        }

        /** Where every command, if there were any, was new. */
        public Committed(Position position, List<Version> versions) {
            this(position, versions, Set.of());
        }
    }

    /**
     * Stored already, by an earlier call with the same event ids, whatever the expected versions say. Nothing changed.
     *
     * @param position of the last event, as it was stored then
     * @param versions of each append's stream as they were then: after the append's last event, or, where it holds none, when the
     *     last event of the commit was stored
     */
    record Duplicate(Position position, List<Version> versions) implements CommitResult {
        public Duplicate {
            versions = List.copyOf(versions);
        }
    }

    /** Not stored: this stream (the first of the commit's appends that disagrees) was at another version. */
    record Conflict(StreamId stream, ExpectedVersion expected, Version actual) implements CommitResult {

        @Override
        public String toString() {
            return "Stream " + stream + " is at version " + actual + ", expected "
                    + switch (expected) {
                        case ExpectedVersion.Exactly exactly ->
                            exactly.version().toString();
                        case ExpectedVersion.NoneYet() -> "no events yet";
                        case ExpectedVersion.Exists() -> "at least one event";
                        case ExpectedVersion.Any() -> "any";
                    }
                    + ": reload and decide again";
        }
    }

    /** Not stored: these of its commands have outcomes already. Nothing changed; leave them out and try again. */
    record AlreadyDecided(List<RecordedOutcome> outcomes) implements CommitResult {
        public AlreadyDecided {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** Not stored: this lease is not held under this epoch any more. */
    record LeaseLost(Lease lease) implements CommitResult {}

    /**
     * Not stored: the checkpoint is not where this progress begins, is claimed under a later epoch, or is just being changed by
     * somebody else. Read it again: an earlier call with an unknown outcome may have moved it.
     */
    record ProgressLost(Progress progress) implements CommitResult {}

    /**
     * Not stored: a queue that it adds to, the first of those, has no room for all its commands.
     *
     * @param pending without the commands that this commit would have carried out or added
     * @param capacity that would have been exceeded
     */
    record QueueFull(String queue, long pending, long capacity) implements CommitResult {}

    /**
     * Refused or not carried out. With a {@link StoreUnavailableException} the same commit, with the same event ids, may
     * be sent again; every other error stays until the commit is changed.
     */
    record Failed(DaybookException error) implements CommitResult {}
}
