package dev.daybook.process;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The process of one key, between two steps. Immutable.
 *
 * @param key by which its events are correlated
 * @param state as its reactions left it
 * @param timers that it waits for, by name
 */
public record ProcessInstance<S>(String key, S state, Map<String, ProcessTimer> timers) {

    private static final Comparator<ProcessTimer> ORDER =
            Comparator.comparing(ProcessTimer::due).thenComparing(ProcessTimer::name);

    public ProcessInstance {
        timers = Map.copyOf(timers);
    }

    /** The timer that fires next: the one due first; of several due together, the first by name. */
    public Optional<ProcessTimer> nextTimer() {
        return timers.values().stream().min(ORDER);
    }
}
