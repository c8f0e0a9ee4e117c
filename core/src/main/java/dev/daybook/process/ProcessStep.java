package dev.daybook.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a step makes of the process of one key. Immutable.
 *
 * @param after the process afterwards; empty if there is none, or it has ended
 * @param commands to be sent, in order
 */
public record ProcessStep<S>(Optional<ProcessInstance<S>> after, List<ProcessCommand> commands) {

    public ProcessStep {
        commands = List.copyOf(commands);
    }

    static <S> ProcessStep<S> none(Optional<ProcessInstance<S>> instance) {
        return new ProcessStep<>(instance, List.of());
    }

    /** This step and the one that follows it, as one. */
    ProcessStep<S> then(ProcessStep<S> next) {
        List<ProcessCommand> all = new ArrayList<>(commands);
        all.addAll(next.commands);
        return new ProcessStep<>(next.after, all);
    }
}
