package dev.daybook.store;

/** What must hold of a stream for an append to it to be carried out. */
public sealed interface ExpectedVersion {

    /** The stream is at exactly this version; {@code exactly(NONE)} is the same as {@link #noneYet()}. */
    record Exactly(Version version) implements ExpectedVersion {}

    /** The stream has no events. */
    record NoneYet() implements ExpectedVersion {}

    /** The stream has at least one event. */
    record Exists() implements ExpectedVersion {}

    /** Nothing: the events go wherever the stream ends. */
    record Any() implements ExpectedVersion {}

    static ExpectedVersion exactly(Version version) {
        return new Exactly(version);
    }

    static ExpectedVersion exactly(long version) {
        return new Exactly(Version.of(version));
    }

    static ExpectedVersion noneYet() {
        return new NoneYet();
    }

    static ExpectedVersion exists() {
        return new Exists();
    }

    static ExpectedVersion any() {
        return new Any();
    }

    /** Whether a stream at this version fulfils the expectation. */
    default boolean accepts(Version actual) {
        return switch (this) {
            case Exactly exactly -> exactly.version().equals(actual);
            case NoneYet() -> actual.equals(Version.NONE);
            case Exists() -> !actual.equals(Version.NONE);
            case Any() -> true;
        };
    }
}
