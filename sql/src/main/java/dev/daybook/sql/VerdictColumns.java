package dev.daybook.sql;

import static java.util.Objects.requireNonNull;

import dev.daybook.store.Position;
import dev.daybook.store.Verdict;
import dev.daybook.store.Version;
import org.jspecify.annotations.Nullable;

/** A verdict as it lies in the columns of an outcome. */
record VerdictColumns(
        String verdict,
        @Nullable Long version,
        @Nullable Long position,
        @Nullable String code,
        @Nullable String reason) {

    private static final String ACCEPTED = "accepted";
    private static final String REFUSED = "refused";
    private static final String DISCARDED = "discarded";

    static VerdictColumns of(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accepted(Version version, Position position) ->
                new VerdictColumns(ACCEPTED, version.value(), position.value(), null, null);
            case Verdict.Refused(String code, String reason) -> new VerdictColumns(REFUSED, null, null, code, reason);
            case Verdict.Discarded(String by, String why) -> new VerdictColumns(DISCARDED, null, null, by, why);
        };
    }

    /** Of a command whose events get their version and position from the database. */
    static VerdictColumns acceptedWithEvents() {
        return new VerdictColumns(ACCEPTED, null, null, null, null);
    }

    Verdict toVerdict() {
        return switch (verdict) {
            case ACCEPTED ->
                new Verdict.Accepted(Version.of(requireNonNull(version)), Position.of(requireNonNull(position)));
            case REFUSED -> new Verdict.Refused(requireNonNull(code), requireNonNull(reason));
            case DISCARDED -> new Verdict.Discarded(requireNonNull(code), requireNonNull(reason));
            default -> throw new IllegalStateException("An outcome has the unknown verdict " + verdict);
        };
    }
}
