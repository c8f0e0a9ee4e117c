package dev.daybook.projection;

import dev.daybook.event.RecordedEvent;
import org.jspecify.annotations.Nullable;

/** What an event makes of a document. Pure: the same document and event give the same result, whenever they are replayed. */
@FunctionalInterface
public interface DocumentFold<D, E> {

    /** The document after the event: null for none. {@code current} is null if there is none yet. */
    @Nullable
    D apply(@Nullable D current, RecordedEvent<E> recorded);
}
