package dev.daybook.projection;

import dev.daybook.event.RecordedEvent;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Which documents an event belongs to.
 *
 * @param kind what is known of the keys without looking at them
 * @param of the event's own keys
 * @param links by which events without keys of their own find them
 */
record DocumentKeys<E>(Kind kind, Function<RecordedEvent<E>, Collection<String>> of, Links<E> links) {

    /** How many keys an event has, and where they come from. */
    enum Kind {
        /** One, that of its stream. */
        STREAM,
        /** One, that a function of the event gives. */
        ONE,
        /** Any number. */
        SEVERAL
    }

    static <E> DocumentKeys<E> ofStream() {
        return new DocumentKeys<>(
                Kind.STREAM, recorded -> List.of(recorded.stream().key()), Links.none());
    }

    static <E> DocumentKeys<E> one(Function<RecordedEvent<E>, String> key) {
        return new DocumentKeys<>(Kind.ONE, recorded -> List.of(key.apply(recorded)), Links.none());
    }

    static <E> DocumentKeys<E> several(Function<RecordedEvent<E>, ? extends Collection<String>> keys) {
        return new DocumentKeys<>(Kind.SEVERAL, keys::apply, Links.none());
    }

    DocumentKeys<E> linked(Links<E> otherLinks) {
        return new DocumentKeys<>(kind, of, otherLinks);
    }

    /** Whether the event alone tells the one document that it belongs to, so that documents can be made beside each other. */
    boolean areIndependent() {
        return kind != Kind.SEVERAL && links.isEmpty();
    }

    /** What of it goes into a fingerprint. */
    String shape() {
        return kind + " remembering " + names(links.remembered()) + " following " + names(links.followed());
    }

    private static <E> List<String> names(List<Links.Link<E>> links) {
        return links.stream()
                .map(link -> link.name() + " " + link.type().getName())
                .toList();
    }
}
