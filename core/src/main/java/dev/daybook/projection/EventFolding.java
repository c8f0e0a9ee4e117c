package dev.daybook.projection;

import dev.daybook.event.RecordedEvent;
import dev.daybook.projection.FoldState.Linked;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

/** Folds events into the documents that they belong to. Pure but for the state it is given. Safe for use by many threads. */
final class EventFolding<D, E> {

    private final DocumentProjection<D, E> projection;

    EventFolding(DocumentProjection<D, E> projection) {
        this.projection = projection;
    }

    /** An event and the keys of its documents. */
    private record Keyed<E>(RecordedEvent<E> recorded, Set<String> keys) {}

    /**
     * Folds the events into the documents that the state knows or finds, those left out that are not wanted.
     *
     * @param changedLinks gets the values of the links that have changed
     * @return the keys of the documents that were folded into
     */
    Set<String> foldInto(
            FoldState<D> state, List<RecordedEvent<E>> events, Predicate<String> wanted, Set<String> changedLinks) {
        List<Keyed<E>> keyed = keyed(events, state, changedLinks);
        Set<String> keys = new LinkedHashSet<>();
        keyed.forEach(event -> event.keys().stream().filter(wanted).forEach(keys::add));
        state.loadDocuments(keys);
        for (Keyed<E> event : keyed) {
            event.keys().stream().filter(wanted).forEach(key -> fold(event.recorded(), key, state.document(key)));
        }
        return keys;
    }

    /** The events, each with its keys; adds the links that have changed. */
    private List<Keyed<E>> keyed(List<RecordedEvent<E>> own, FoldState<D> state, Set<String> changedLinks) {
        Links<E> links = projection.keys().links();
        if (!links.isEmpty()) {
            Set<String> values = new HashSet<>();
            own.forEach(recorded -> {
                values.addAll(valuesOf(recorded, true));
                values.addAll(valuesOf(recorded, false));
            });
            state.loadLinks(values);
        }
        List<Keyed<E>> keyed = new ArrayList<>(own.size());
        for (RecordedEvent<E> recorded : own) {
            Set<String> followed = links.isEmpty() ? Set.of() : valuesOf(recorded, true);
            Set<String> keys = followed.isEmpty() ? ownKeys(recorded) : state.linkedTo(followed);
            keyed.add(new Keyed<>(recorded, keys));
            if (!links.isEmpty()) {
                valuesOf(recorded, false).forEach(value -> remember(recorded, value, keys, state, changedLinks));
            }
        }
        return keyed;
    }

    private static <D> void remember(
            RecordedEvent<?> recorded, String value, Set<String> keys, FoldState<D> state, Set<String> changed) {
        Current<Linked> link = state.link(value);
        Linked before = link.value();
        Set<String> all = new LinkedHashSet<>(before == null ? List.of() : before.keys());
        if (all.addAll(keys)) {
            link.become(new Linked(List.copyOf(all)), recorded.position());
            changed.add(value);
        }
    }

    private Set<String> valuesOf(RecordedEvent<E> recorded, boolean followed) {
        try {
            Links<E> links = projection.keys().links();
            return followed ? links.followedBy(recorded) : links.rememberedBy(recorded);
        } catch (RuntimeException | Error e) {
            throw ProjectionFailedException.of(projection.name(), recorded.stored(), "its links", e);
        }
    }

    /** The keys that the event has of its own. */
    Set<String> ownKeys(RecordedEvent<E> recorded) {
        try {
            Set<String> keys = new LinkedHashSet<>();
            for (String key : projection.keys().of().apply(recorded)) {
                keys.add(Objects.requireNonNull(key, "its key is null"));
            }
            return keys;
        } catch (RuntimeException | Error e) {
            throw ProjectionFailedException.of(projection.name(), recorded.stored(), "its key", e);
        }
    }

    private void fold(RecordedEvent<E> recorded, String key, Current<D> current) {
        D before = current.value();
        D after;
        try {
            after = projection.fold().apply(key, before, recorded);
        } catch (RuntimeException | Error e) {
            throw ProjectionFailedException.of(projection.name(), recorded.stored(), "document " + key, e);
        }
        if (before != null || after != null) {
            current.become(after, recorded.position());
        }
    }
}
