package dev.daybook.projection;

import dev.daybook.event.RecordedEvent;
import org.jspecify.annotations.Nullable;

/** A {@link DocumentFold} that is told which of the event's documents it makes. Pure, as that is. */
@FunctionalInterface
public interface KeyedDocumentFold<D, E> {

    /** The document of this key after the event: null for none. {@code current} is null if there is none yet. */
    @Nullable
    D apply(String key, @Nullable D current, RecordedEvent<E> recorded);
}
