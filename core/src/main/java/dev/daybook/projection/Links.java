package dev.daybook.projection;

import dev.daybook.event.RecordedEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * How events without a key of their own find their documents: earlier events have linked a value to the documents that they
 * belong to, later ones follow it. Immutable.
 */
record Links<E>(List<Link<E>> remembered, List<Link<E>> followed) {

    private static final char SEPARATOR = '/';

    Links {
        remembered = List.copyOf(remembered);
        followed = List.copyOf(followed);
    }

    static <E> Links<E> none() {
        return new Links<>(List.of(), List.of());
    }

    /** A value of the events of one type, in the name of a link. */
    record Link<E>(String name, Class<? extends E> type, Function<E, String> value) {

        static <E, F extends E> Link<E> of(String name, Class<F> type, Function<? super F, String> value) {
            return new Link<>(name, type, event -> value.apply(type.cast(event)));
        }

        private Optional<String> of(RecordedEvent<E> recorded) {
            return type.isInstance(recorded.event())
                    ? Optional.of(name + SEPARATOR + value.apply(recorded.event()))
                    : Optional.empty();
        }
    }

    boolean isEmpty() {
        return remembered.isEmpty() && followed.isEmpty();
    }

    Links<E> remembering(Link<E> link) {
        return new Links<>(with(remembered, link), followed);
    }

    Links<E> following(Link<E> link) {
        return new Links<>(remembered, with(followed, link));
    }

    private static <T> List<T> with(List<T> all, T another) {
        List<T> more = new ArrayList<>(all);
        more.add(another);
        return more;
    }

    /** What later events can follow to the documents of this event. */
    Set<String> rememberedBy(RecordedEvent<E> recorded) {
        return valuesOf(remembered, recorded);
    }

    /** What this event follows to its documents; empty if it has keys of its own. */
    Set<String> followedBy(RecordedEvent<E> recorded) {
        return valuesOf(followed, recorded);
    }

    private Set<String> valuesOf(List<Link<E>> links, RecordedEvent<E> recorded) {
        Set<String> values = new LinkedHashSet<>();
        links.forEach(link -> link.of(recorded).ifPresent(values::add));
        return values;
    }
}
