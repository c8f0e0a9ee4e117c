package dev.daybook.aggregate;

/**
 * The rules of one kind of aggregate as three pure functions: no I/O, no clock, no randomness; what they need of the world comes in the
 * command. Must be safe for use by many threads, which a class without fields is.
 *
 * @param <C> commands, a sealed interface of records
 * @param <S> state; immutable
 * @param <E> events, a sealed interface of records
 * @see <a href="https://thinkbeforecoding.com/post/2021/12/17/functional-event-sourcing-decider">Functional Event Sourcing
 *     Decider, Jérémie Chassaing</a>
 */
public interface Decider<C, S, E> {

    /** The state before the first event. */
    S initial();

    /** What the command leads to in this state: events, nothing, or a refusal. */
    Decision<E> decide(C command, S state);

    /** The state after the event. Total: the event has already happened and cannot be refused. */
    S evolve(S state, E event);
}
