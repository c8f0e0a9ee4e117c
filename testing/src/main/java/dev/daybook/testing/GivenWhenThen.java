package dev.daybook.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import java.util.ArrayList;
import java.util.List;

/**
 * Tests a {@link Decider} without a store: given these events, when this command comes, then this is decided. Every decision
 * is made twice; one that differs the second time fails the test, since a decider must not depend on anything else.
 *
 * <pre>{@code
 * GivenWhenThen.of(new OrderDecider())
 *     .given(new OrderPlaced("42"), new OrderPaid("42"))
 *     .when(new PayOrder("42"))
 *     .thenRefused("order-already-paid");
 * }</pre>
 *
 * <p>Immutable, so a common beginning may be kept and gone on from many times. What does not hold is thrown as an
 * {@link AssertionError} that tells the story so far, what was expected and what was found.
 *
 * @param <C> commands
 * @param <S> state
 * @param <E> events
 */
public final class GivenWhenThen<C, S, E> {

    private final Decider<C, S, E> decider;
    private final List<E> past;

    private GivenWhenThen(Decider<C, S, E> decider, List<E> past) {
        this.decider = decider;
        this.past = past;
    }

    /** Begins with nothing given. */
    public static <C, S, E> GivenWhenThen<C, S, E> of(Decider<C, S, E> decider) {
        return new GivenWhenThen<>(decider, List.of());
    }

    /** These events have happened, after all that were given before. */
    @SafeVarargs
    @SuppressWarnings("varargs") // List.of copies
    public final GivenWhenThen<C, S, E> given(E... events) {
        return given(List.of(events));
    }

    /** These events have happened, after all that were given before. */
    public GivenWhenThen<C, S, E> given(List<? extends E> events) {
        List<E> all = new ArrayList<>(past);
        all.addAll(events);
        return new GivenWhenThen<>(decider, List.copyOf(all));
    }

    /** Has the command decided on the state that the given events lead to. */
    public Then<S, E> when(C command) {
        String story = "given " + (past.isEmpty() ? "nothing" : past) + ", when " + command;
        Decision<E> decision = decider.decide(command, fold(past));
        assertThat(decider.decide(command, fold(past)))
                .as("%s: the same decision as the first time, without a clock, chance or memory", story)
                .isEqualTo(decision);
        List<E> all = new ArrayList<>(past);
        if (decision instanceof Decision.Accepted<E>(List<E> events)) {
            all.addAll(events);
        }
        return new Then<>(story, decision, fold(all));
    }

    private S fold(List<E> events) {
        S state = decider.initial();
        for (E event : events) {
            state = decider.evolve(state, event);
        }
        return state;
    }

    /** What was decided, to be compared with what should have been. */
    public static final class Then<S, E> {

        private final String story;
        private final Decision<E> decision;
        private final S state;

        private Then(String story, Decision<E> decision, S state) {
            this.story = story;
            this.decision = decision;
            this.state = state;
        }

        /** The command was accepted by exactly these events, in this order. */
        @SafeVarargs
        @SuppressWarnings("varargs") // List.of copies
        public final Then<S, E> thenEvents(E... events) {
            return thenEvents(List.of(events));
        }

        /** The command was accepted by exactly these events, in this order. */
        public Then<S, E> thenEvents(List<? extends E> events) {
            assertThat(decision).as(story).isEqualTo(Decision.accept(events));
            return this;
        }

        /** The command was accepted, but there was nothing to change. */
        public Then<S, E> thenNothing() {
            return thenEvents(List.of());
        }

        /** The command was refused with this code, whatever the reason says. */
        public Then<S, E> thenRefused(String code) {
            String reason = decision instanceof Decision.Refused<E>(String itsCode, String itsReason) ? itsReason : "";
            assertThat(decision).as(story).isEqualTo(Decision.refuse(code, reason));
            return this;
        }

        /** The state after all events, those decided included; after a refusal, the state before. */
        public Then<S, E> thenState(S expected) {
            assertThat(state).as("%s: the state afterwards", story).isEqualTo(expected);
            return this;
        }
    }
}
