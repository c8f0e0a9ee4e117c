package dev.daybook.store;

import dev.daybook.DaybookException;
import java.util.List;

/** What became of one {@link Commit}. */
public sealed interface CommitResult {

    /**
     * Stored, durably, by this call.
     *
     * @param position of the last event
     * @param versions of each append's stream after it, in the order of {@link Commit#appends()}
     */
    record Committed(Position position, List<Version> versions) implements CommitResult {
        public Committed {
            versions = List.copyOf(versions);
        }
    }

    /**
     * Stored already, by an earlier call with the same event ids, whatever the expected versions say. Nothing changed.
     *
     * @param position of the last event, as it was stored then
     * @param versions of each append's stream after its last event, as they were then
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

    /**
     * Refused or not carried out. With a {@link StoreUnavailableException} the same commit, with the same event ids, may
     * be sent again; every other error stays until the commit is changed.
     */
    record Failed(DaybookException error) implements CommitResult {}
}
