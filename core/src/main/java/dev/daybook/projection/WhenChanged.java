package dev.daybook.projection;

/** What a start does that finds documents made by another definition of their projection. */
public enum WhenChanged {
    /** Makes them anew beside the old ones, which serve until then. */
    REBUILD,
    /** Does not start, and says what to do. */
    REFUSE;

    /** {@link #REBUILD} */
    public static WhenChanged rebuild() {
        return REBUILD;
    }

    /** {@link #REFUSE} */
    public static WhenChanged refuse() {
        return REFUSE;
    }
}
