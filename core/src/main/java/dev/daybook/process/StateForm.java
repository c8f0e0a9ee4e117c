package dev.daybook.process;

import dev.daybook.ConfigurationException;
import dev.daybook.aggregate.StateShape;
import dev.daybook.event.EventCodec;
import dev.daybook.event.SealedRecords;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * In which form the states of a process manager are kept, and how those of earlier revisions are read. A state whose type has
 * another shape than it was written in is never read as it is, since what was renamed would be lost. Immutable.
 *
 * @param shape fingerprint of the type in its revision
 * @param earlier how states of earlier revisions become those of this one
 */
record StateForm<S>(Class<S> type, int revision, String shape, Map<Integer, Upcast<?, S>> earlier) {

    StateForm {
        earlier = Map.copyOf(earlier);
    }

    /** How states of an earlier revision are read. */
    record Upcast<O, S>(Class<O> type, Function<? super O, ? extends S> conversion) {

        S read(Kept kept, EventCodec codec) {
            return conversion.apply(codec.read(kept.json(), StateForm.typeNamed(type, kept.type())));
        }
    }

    /**
     * A state as it is kept.
     *
     * @param type simple name of its record, since a sealed interface alone does not tell which it is
     * @param json as text, so that the codec alone says what it looks like
     */
    record Kept(String type, int revision, String shape, String json) {}

    static <S> StateForm<S> of(Class<S> type, int revision) {
        if (revision < 1) {
            throw new ConfigurationException(
                    "The revision of state " + type.getName() + " is 1 or more, found " + revision);
        }
        return new StateForm<>(type, revision, StateShape.of(type, revision), Map.of());
    }

    <O> StateForm<S> upcast(int from, Class<O> old, Function<? super O, ? extends S> conversion) {
        if (from < 1 || from >= revision) {
            throw new ConfigurationException("States of " + type.getName() + " are in revision " + revision
                    + " and cannot be converted from revision " + from + ": expected an earlier one, 1 or more");
        }
        Map<Integer, Upcast<?, S>> more = new HashMap<>(earlier);
        more.put(from, new Upcast<>(old, conversion));
        return new StateForm<>(type, revision, shape, more);
    }

    /** The records that a state may be of. */
    List<? extends Class<?>> types() {
        return type.isSealed() ? SealedRecords.below(type) : List.of(type);
    }

    Kept write(S state, EventCodec codec) {
        return new Kept(state.getClass().getSimpleName(), revision, shape, codec.write(state));
    }

    /** @param whose for the message if it cannot be read */
    S read(Kept kept, EventCodec codec, String whose) {
        if (kept.revision() == revision && kept.shape().equals(shape)) {
            return codec.read(kept.json(), typeNamed(type, kept.type()));
        }
        Upcast<?, S> upcast = earlier.get(kept.revision());
        if (upcast == null) {
            throw new ReactionFailedException("The state of " + whose + " was stored as " + kept.type()
                    + " in revision "
                    + kept.revision() + ", and " + type.getName() + " in revision " + revision + " has another shape: "
                    + remedy(kept));
        }
        return upcast.read(kept, codec);
    }

    private String remedy(Kept kept) {
        return kept.revision() > revision
                ? "use the program that wrote it, or a later one"
                : "declare the state with state(…, " + Math.max(revision, kept.revision() + 1) + ") and upcast("
                        + kept.revision() + ", …) from a record of the old shape";
    }

    private static <T> Class<? extends T> typeNamed(Class<T> root, String name) {
        if (!root.isSealed()) {
            return root;
        }
        return SealedRecords.below(root).stream()
                .filter(type -> type.getSimpleName().equals(name))
                .findFirst()
                .orElseThrow(() -> new ReactionFailedException(
                        "A state was stored as " + name + ", and there is no such record below " + root.getName()
                                + ": give it its old name, or raise the revision and convert it with upcast(…)"));
    }
}
