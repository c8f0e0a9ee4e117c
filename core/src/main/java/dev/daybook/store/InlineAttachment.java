package dev.daybook.store;

/** An {@link InlineReadModel} at work in a store. Safe for use by many threads. */
public interface InlineAttachment extends AutoCloseable {

    /** Lets appends of this store go on without the read model, which then falls behind. Closing twice does nothing. */
    @Override
    void close();
}
