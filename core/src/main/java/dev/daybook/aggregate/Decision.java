package dev.daybook.aggregate;

import java.util.List;

/** The answer of a {@link Decider} to a command. */
public sealed interface Decision<E> {

    /** The command is carried out by these events, in this order; none means that there is nothing to change. */
    record Accepted<E>(List<E> events) implements Decision<E> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /**
     * A business rule forbids it; nothing changes.
     *
     * @param code stable, for programs, such as {@code order-already-paid}
     * @param reason a sentence for people
     */
    record Refused<E>(String code, String reason) implements Decision<E> {
        public Refused {
            if (code.isBlank()) {
                throw new IllegalArgumentException("A refusal needs a code, such as order-already-paid");
            }
        }
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // List.of copies
    static <E> Decision<E> accept(E... events) {
        return new Accepted<>(List.of(events));
    }

    static <E> Decision<E> accept(List<? extends E> events) {
        return new Accepted<>(List.copyOf(events));
    }

    /** Accepted, but there is nothing to change. */
    static <E> Decision<E> nothing() {
        return new Accepted<>(List.of());
    }

    static <E> Decision<E> refuse(String code, String reason) {
        return new Refused<>(code, reason);
    }
}
