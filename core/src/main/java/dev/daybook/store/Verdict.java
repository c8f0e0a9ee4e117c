package dev.daybook.store;

/** What was decided about a command, for good. */
public sealed interface Verdict {

    /**
     * Carried out.
     *
     * @param version of its stream after its last event
     * @param position of its last event; where it had none, of the stream's last event then
     */
    record Accepted(Version version, Position position) implements Verdict {}

    /**
     * Refused by a business rule.
     *
     * @param code stable, for programs
     * @param reason a sentence for people
     */
    record Refused(String code, String reason) implements Verdict {}

    /** Taken out of its queue by a person. */
    record Discarded(String by, String why) implements Verdict {}
}
