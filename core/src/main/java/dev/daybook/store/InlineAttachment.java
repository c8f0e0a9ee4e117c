package dev.daybook.store;

/** An {@link InlineReadModel} at work in a store. Safe for use by many threads. */
public interface InlineAttachment extends AutoCloseable {

    /**
     * Brings the serving generation to the end of the log, page by page, if it is of the read model's definition; appends go
     * on meanwhile. Ends after a page once this is closed.
     *
     * @return whether there was anything to fold or pass over
     * @throws dev.daybook.DaybookException if an event cannot be folded; all before its page is there then
     */
    boolean catchUp();

    /**
     * Lets a generation of the read model's definition that is being built serve: folds the last events into it and swaps it
     * in, while nothing is appended. From then on it changes with every append of all stores to which the read model is attached.
     * One that is often found too far from the end of the log may be a little further from it each time, so that one that keeps its
     * distance serves after all.
     *
     * @return false if it does not serve: it is too far from the end of the log, not being built, or has kept events aside. Some of
     *     the last events may have been folded into it, and its checkpoint moved beyond them
     * @throws dev.daybook.DaybookException if an event cannot be folded; nothing was done
     */
    boolean swap(int generation);

    /** Lets appends of this store go on without the read model, which then falls behind. Closing twice does nothing. */
    @Override
    void close();
}
