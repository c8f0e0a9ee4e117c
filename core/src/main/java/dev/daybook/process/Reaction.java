package dev.daybook.process;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a {@link ProcessManager} makes of an event or a timer: its new state, commands to be sent, timers to be set or cancelled,
 * or its end. A value: nothing happens until the context has stored all of it together. Immutable; each method returns a
 * changed copy.
 *
 * @param <S> state
 */
public final class Reaction<S> {

    private final S state;
    private final List<Object> commands;
    private final Map<String, TimerChange> timers;
    private final boolean end;

    /** What becomes of the timer of a name. */
    sealed interface TimerChange {

        /** It is set to a time after the event, or after the time at which the timer fired. */
        record After(Duration duration) implements TimerChange {}

        /** It is set to a time. */
        record At(Instant due) implements TimerChange {}

        /** It is cancelled. */
        record Cancelled() implements TimerChange {}
    }

    private Reaction(S state, List<Object> commands, Map<String, TimerChange> timers, boolean end) {
        this.state = state;
        this.commands = commands;
        this.timers = timers;
        this.end = end;
    }

    /** The process goes on with this state, which may be the one it had. */
    public static <S> Reaction<S> of(S state) {
        return new Reaction<>(state, List.of(), Map.of(), false);
    }

    /** Sends a command to its aggregate, of a type that the process manager has declared. In this order, each once. */
    public Reaction<S> send(Object command) {
        List<Object> more = new ArrayList<>(commands);
        more.add(command);
        return new Reaction<>(state, List.copyOf(more), timers, end);
    }

    /** Sets a timer to this long after the event was recorded or the timer was due that this is the reaction to. */
    public Reaction<S> timer(String name, Duration after) {
        return timers(name, new TimerChange.After(after));
    }

    /** Sets a timer, in place of the one of this name if there is one. If the time has passed, it fires at once. */
    public Reaction<S> timer(String name, Instant due) {
        return timers(name, new TimerChange.At(due));
    }

    /** Cancels a timer: it does not fire any more. Nothing if there is none of this name. */
    public Reaction<S> cancelTimer(String name) {
        return timers(name, new TimerChange.Cancelled());
    }

    /** Ends the process of this key: its state is forgotten and its timers are cancelled. Commands are sent all the same. */
    public Reaction<S> end() {
        return new Reaction<>(state, commands, timers, true);
    }

    private Reaction<S> timers(String name, TimerChange change) {
        Map<String, TimerChange> more = new LinkedHashMap<>(timers);
        more.put(ProcessNames.require("timer", name), change);
        return new Reaction<>(state, commands, more, end);
    }

    S state() {
        return state;
    }

    List<Object> commands() {
        return commands;
    }

    Map<String, TimerChange> timers() {
        return timers;
    }

    boolean ends() {
        return end;
    }

    @Override
    public String toString() {
        return "Reaction[state=" + state + ", commands=" + commands + ", timers=" + timers + ", end=" + end + ']';
    }
}
