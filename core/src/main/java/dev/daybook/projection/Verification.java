package dev.daybook.projection;

/**
 * How many documents to compare.
 *
 * @param documents about how many, chosen by chance; {@link Long#MAX_VALUE} for all
 */
public record Verification(long documents) {

    public Verification {
        if (documents < 1) {
            throw new IllegalArgumentException("At least one document is compared, found " + documents);
        }
    }

    /** About so many, chosen by chance; reads the log once for each 100,000. */
    public static Verification sample(long documents) {
        return new Verification(documents);
    }

    /** All of them; reads the log once for each 100,000. */
    public static Verification everything() {
        return new Verification(Long.MAX_VALUE);
    }
}
