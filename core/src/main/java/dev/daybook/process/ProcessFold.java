package dev.daybook.process;

import dev.daybook.event.DerivedIds;
import dev.daybook.event.RecordedEvent;
import dev.daybook.store.Metadata;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * The steps of a {@link ProcessManager}, without a store and without a clock: what the context carries out and what tests look
 * at. Immutable.
 */
public final class ProcessFold<S> {

    private final ProcessManager<S> manager;

    private ProcessFold(ProcessManager<S> manager) {
        this.manager = manager;
    }

    public static <S> ProcessFold<S> of(ProcessManager<S> manager) {
        return new ProcessFold<>(manager);
    }

    /**
     * The step at an event: first all timers that fell due before it was recorded fire, then it is reacted to.
     *
     * @param before the process of the event's key, if there is one
     * @throws ReactionFailedException if a reaction throws or is beyond the limits
     */
    public ProcessStep<S> at(Optional<ProcessInstance<S>> before, RecordedEvent<?> recorded) {
        ProcessStep<S> fired = before.map(instance -> until(instance, recorded.recordedAt()))
                .orElseGet(() -> ProcessStep.none(before));
        return fired.then(react(fired.after(), recorded));
    }

    /**
     * The step at a time: all timers that are due by then fire, each in its turn, those that they set included. It ends, since
     * a timer sets others to later times only.
     *
     * @throws ReactionFailedException if a reaction throws or is beyond the limits
     */
    public ProcessStep<S> until(ProcessInstance<S> before, Instant time) {
        return until(before, time, Long.MAX_VALUE).step();
    }

    /**
     * What the timers of a process make of it.
     *
     * @param firings how many fired
     */
    record Fired<S>(ProcessStep<S> step, long firings) {}

    /** The step at a time, in which no more than so many timers fire: if there are more, the process is still due after it. */
    Fired<S> until(ProcessInstance<S> before, Instant time, long most) {
        List<ProcessCommand> commands = new ArrayList<>();
        Optional<ProcessInstance<S>> after = Optional.of(before);
        long firings = 0;
        while (firings < most && after.isPresent()) {
            ProcessInstance<S> instance = after.get();
            Optional<ProcessTimer> due = dueBy(instance, time);
            if (due.isEmpty()) {
                break;
            }
            ProcessStep<S> step = fire(instance, due.get());
            commands.addAll(step.commands());
            after = step.after();
            firings++;
        }
        return new Fired<>(new ProcessStep<>(after, commands), firings);
    }

    private static Optional<ProcessTimer> dueBy(ProcessInstance<?> instance, Instant time) {
        return instance.nextTimer().filter(timer -> !timer.due().isAfter(time));
    }

    static boolean isDue(ProcessInstance<?> instance, Instant time) {
        return dueBy(instance, time).isPresent();
    }

    private ProcessStep<S> react(Optional<ProcessInstance<S>> before, RecordedEvent<?> recorded) {
        Trigger trigger = Trigger.of(recorded);
        return before.isPresent() ? goOn(before.get(), recorded, trigger) : begin(recorded, trigger);
    }

    private ProcessStep<S> begin(RecordedEvent<?> recorded, Trigger trigger) {
        for (ProcessManager.Opening<S, ?> opening : manager.bindings().openings()) {
            if (opening.type().isInstance(recorded.event())) {
                String key = opening.keyOf(recorded.event());
                Reaction<S> reaction = attempt(key, trigger, () -> opening.react(recorded));
                return step(key, Map.of(), reaction, trigger);
            }
        }
        return ProcessStep.none(Optional.empty());
    }

    private ProcessStep<S> goOn(ProcessInstance<S> before, RecordedEvent<?> recorded, Trigger trigger) {
        for (ProcessManager.Binding<S, ?> binding : manager.bindings().events()) {
            if (binding.type().isInstance(recorded.event())) {
                Reaction<S> reaction = attempt(before.key(), trigger, () -> binding.react(before.state(), recorded));
                return step(before.key(), before.timers(), reaction, trigger);
            }
        }
        return ProcessStep.none(Optional.of(before));
    }

    private ProcessStep<S> fire(ProcessInstance<S> before, ProcessTimer timer) {
        Trigger trigger = Trigger.of(timer);
        BiFunction<S, ProcessTimer, Reaction<S>> binding =
                manager.bindings().timers().get(timer.name());
        if (binding == null) {
            throw new ReactionFailedException(
                    manager + " has no reaction to " + trigger.what() + " of key '" + before.key() + "', only to "
                            + manager.bindings().timers().keySet() + ": declare it with onTimer(…)");
        }
        Reaction<S> reaction = attempt(before.key(), trigger, () -> binding.apply(before.state(), timer));
        Map<String, ProcessTimer> left = new HashMap<>(before.timers());
        left.remove(timer.name());
        return step(before.key(), left, reaction, trigger);
    }

    private Reaction<S> attempt(String key, Trigger trigger, Supplier<Reaction<S>> reaction) {
        try {
            return reaction.get();
        } catch (RuntimeException e) {
            throw new ReactionFailedException(
                    manager + " failed at " + trigger.what() + " for key '" + key + "': " + e, e);
        }
    }

    private ProcessStep<S> step(String key, Map<String, ProcessTimer> timers, Reaction<S> reaction, Trigger trigger) {
        List<ProcessCommand> commands = commands(key, reaction.commands(), trigger);
        if (reaction.ends()) {
            return new ProcessStep<>(Optional.empty(), commands);
        }
        Map<String, ProcessTimer> after = new HashMap<>(timers);
        reaction.timers().forEach((name, change) -> change(after, name, change, trigger));
        int limit = manager.settings().limits().timers();
        if (after.size() > limit) {
            throw new ReactionFailedException(manager + " sets " + after.size() + " timers for key '" + key + "' at "
                    + trigger.what() + ", its limit is " + limit + ": cancel some, or raise the limit");
        }
        return new ProcessStep<>(Optional.of(new ProcessInstance<>(key, reaction.state(), after)), commands);
    }

    private void change(Map<String, ProcessTimer> timers, String name, Reaction.TimerChange change, Trigger trigger) {
        switch (change) {
            case Reaction.TimerChange.Cancelled() -> timers.remove(name);
            case Reaction.TimerChange.At(Instant due) -> timers.put(name, set(name, due, trigger));
            case Reaction.TimerChange.After(Duration duration) ->
                timers.put(name, set(name, trigger.time().plus(duration), trigger));
        }
    }

    private ProcessTimer set(String name, Instant due, Trigger trigger) {
        if (!manager.bindings().timers().containsKey(name)) {
            throw new ReactionFailedException(manager + " sets timer " + name + " at " + trigger.what()
                    + " and has no reaction to it: declare it with onTimer(…)");
        }
        ProcessTimer timer = new ProcessTimer(name, due, trigger.event(), trigger.correlation());
        if (trigger.isTimer() && !timer.due().isAfter(trigger.time())) { // the ids of its commands might come again
            throw new ReactionFailedException(manager + " sets timer " + name + " to " + timer.due() + " at "
                    + trigger.what() + ": set it to a later time than that");
        }
        return timer;
    }

    private List<ProcessCommand> commands(String key, List<Object> payloads, Trigger trigger) {
        int limit = manager.settings().limits().commands();
        if (payloads.size() > limit) {
            throw new ReactionFailedException(manager + " sends " + payloads.size() + " commands for key '" + key
                    + "' at " + trigger.what() + ", its limit is " + limit + ": send fewer, or raise the limit");
        }
        List<ProcessCommand> commands = new ArrayList<>();
        for (Object payload : payloads) {
            if (manager.commands().stream().noneMatch(type -> type.isInstance(payload))) {
                throw new ReactionFailedException(manager + " sends a "
                        + payload.getClass().getName() + " at " + trigger.what() + ", and declares only "
                        + manager.commands() + ": declare it with sends(…)");
            }
            commands.add(new ProcessCommand(
                    DerivedIds.ofKey(trigger.commandKey(manager.name(), key, commands.size())),
                    payload,
                    Metadata.of(
                            trigger.correlation().orElse(null), trigger.event().toString(), Map.of())));
        }
        return commands;
    }

    /**
     * What a step is made at.
     *
     * @param what for messages
     * @param id unique among all triggers of one key
     * @param event that it is, or that set the timer
     */
    private record Trigger(
            String what, String id, UUID event, Optional<String> correlation, Instant time, boolean isTimer) {

        static Trigger of(RecordedEvent<?> recorded) {
            return new Trigger(
                    recorded.event().getClass().getSimpleName() + " at position " + recorded.position(),
                    "event/" + recorded.id(),
                    recorded.id(),
                    recorded.metadata().correlation(),
                    recorded.recordedAt(),
                    false);
        }

        static Trigger of(ProcessTimer timer) {
            return new Trigger(
                    "timer " + timer.name() + " due at " + timer.due(),
                    "timer/" + timer.name() + '/' + timer.due().toEpochMilli() + '/' + timer.setBy(),
                    timer.setBy(),
                    timer.correlation(),
                    timer.due(),
                    true);
        }

        /** No sender's own key begins with U+0000. The key comes last, since nothing else in it can hold a slash. */
        String commandKey(String manager, String key, int step) {
            return "\0process/" + manager + '/' + id + '/' + step + '/' + key;
        }
    }
}
