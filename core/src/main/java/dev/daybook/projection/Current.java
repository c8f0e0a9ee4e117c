package dev.daybook.projection;

import dev.daybook.store.Document;
import dev.daybook.store.Position;
import org.jspecify.annotations.Nullable;

/** A document while events are folded into it; its value is null when there is none. */
final class Current<D> {

    private @Nullable D value;
    private Position created = Position.START;
    private Position updated = Position.START;
    private int size;

    static <D> Current<D> none() {
        return new Current<>();
    }

    static <D> Current<D> of(D value, Document document) {
        Current<D> current = new Current<>();
        current.value = value;
        current.created = document.created();
        current.updated = document.updated();
        current.size = document.data().length();
        return current;
    }

    @Nullable
    D value() {
        return value;
    }

    Position updated() {
        return updated;
    }

    /** Length of its JSON text as it was last read or written. */
    int size() {
        return size;
    }

    void become(@Nullable D after, Position position) {
        if (value == null) {
            created = position;
        }
        value = after;
        updated = position;
    }

    Document toDocument(String key, String data) {
        size = data.length();
        return new Document(key, created, updated, data);
    }
}
