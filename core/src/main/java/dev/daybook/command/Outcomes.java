package dev.daybook.command;

import dev.daybook.store.RecordedOutcome;
import dev.daybook.store.StreamId;
import dev.daybook.store.Verdict;
import java.util.Optional;

/** Verdicts as senders see them. */
final class Outcomes {

    private Outcomes() {}

    static Outcome of(RecordedOutcome recorded) {
        return of(recorded.command().stream(), recorded.verdict());
    }

    static Outcome of(StreamId stream, Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted(var version, var position) -> new Outcome.Accepted(stream, version, position);
            case Verdict.Refused(String code, String reason) -> new Outcome.Refused(code, reason);
            case Verdict.Discarded(String by, String why) ->
                discarded("The command was taken out of its queue by " + by + ": " + why);
        };
    }

    static Outcome discarded(String reason) {
        return new Outcome.Failed(Outcome.Failed.Kind.DISCARDED, reason, Optional.empty());
    }
}
