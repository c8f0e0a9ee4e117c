package dev.daybook.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.event.EventCodec;
import dev.daybook.event.JsonCodec;
import dev.daybook.event.RecordedEvent;
import dev.daybook.process.ProcessCommand;
import dev.daybook.process.ProcessFold;
import dev.daybook.process.ProcessInstance;
import dev.daybook.process.ProcessManager;
import dev.daybook.process.ProcessStep;
import dev.daybook.process.ProcessTimer;
import dev.daybook.store.Metadata;
import dev.daybook.store.StreamId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Tests a {@link ProcessManager} without a store and without waiting: given these events, when this event happens or this time
 * comes, then these commands are sent, these timers are set, and this is the state. Every step is made twice; one that differs
 * the second time fails the test. Each state is written as JSON and read again, as it is between steps.
 *
 * <pre>{@code
 * ProcessScenario.of(PaymentDeadline.process(Duration.ofMinutes(30)))
 *     .given(StreamId.of("order", "42"), new OrderPlaced("42"))
 *     .whenTimePasses(Duration.ofMinutes(30))
 *     .thenCommands(new CancelUnpaidOrder("42"))
 *     .thenEnded("42");
 * }</pre>
 *
 * <p>For one thread. What does not hold is thrown as an {@link AssertionError} that tells the story so far.
 *
 * @param <S> state
 */
public final class ProcessScenario<S> {

    private final ProcessManager<S> manager;
    private final ProcessFold<S> fold;
    private final EventCodec codec;
    private final GivenEvents events;
    private final Map<String, ProcessInstance<S>> processes = new HashMap<>();
    private final List<ProcessCommand> commands = new ArrayList<>();

    private ProcessScenario(ProcessManager<S> manager, EventCodec codec) {
        this.manager = manager;
        this.fold = ProcessFold.of(manager);
        this.codec = codec;
        this.events = new GivenEvents(codec);
    }

    /** Begins with nothing given, with {@link JsonCodec#standard()}. */
    public static <S> ProcessScenario<S> of(ProcessManager<S> manager) {
        return of(manager, JsonCodec.standard());
    }

    /** Begins with nothing given, with the codec that states are kept with. */
    public static <S> ProcessScenario<S> of(ProcessManager<S> manager, EventCodec codec) {
        return new ProcessScenario<>(manager, codec);
    }

    /** Events from here on are recorded at this time, no timer fires before that; first it is noon on 2026-01-01 UTC. */
    public ProcessScenario<S> at(Instant recordedAt) {
        events.at(recordedAt);
        return this;
    }

    /** Events from here on carry this metadata; before, none. */
    public ProcessScenario<S> with(Metadata ofEvents) {
        events.with(ofEvents);
        return this;
    }

    /** These events have happened, after all that happened before. */
    public ProcessScenario<S> given(StreamId stream, Object... past) {
        for (Object event : past) {
            when(stream, event);
        }
        commands.clear();
        return this;
    }

    /** This event happens. Timers of its key that fell due before fire first. */
    public ProcessScenario<S> when(StreamId stream, Object event) {
        commands.clear();
        RecordedEvent<?> recorded = events.record(stream, event);
        manager.keyOf(event).ifPresent(key -> {
            Optional<ProcessInstance<S>> before = Optional.ofNullable(processes.get(key));
            take(key, twice(() -> fold.at(before, recorded)));
        });
        return this;
    }

    /** So much time passes, and all timers fire that fall due in it. */
    public ProcessScenario<S> whenTimePasses(Duration duration) {
        return whenTimeIs(events.time().plus(duration));
    }

    /** This time comes, and all timers fire that fall due by then, in their order. */
    public ProcessScenario<S> whenTimeIs(Instant time) {
        commands.clear();
        events.at(time);
        Optional<ProcessInstance<S>> next = nextDue(time);
        while (next.isPresent()) {
            ProcessInstance<S> process = next.get();
            Instant due = process.nextTimer().orElseThrow().due();
            take(process.key(), twice(() -> fold.until(process, due)));
            next = nextDue(time);
        }
        return this;
    }

    private Optional<ProcessInstance<S>> nextDue(Instant time) {
        return processes.values().stream()
                .filter(process -> process.nextTimer()
                        .filter(timer -> !timer.due().isAfter(time))
                        .isPresent())
                .min(Comparator.comparing(
                        process -> process.nextTimer().orElseThrow().due()));
    }

    private ProcessStep<S> twice(Supplier<ProcessStep<S>> making) {
        ProcessStep<S> step = making.get();
        assertThat(making.get())
                .as("%s: the same step as the first time, without a clock, chance or memory", events)
                .isEqualTo(step);
        return step;
    }

    private void take(String key, ProcessStep<S> step) {
        commands.addAll(step.commands());
        step.after().ifPresentOrElse(after -> processes.put(key, readBack(after)), () -> processes.remove(key));
    }

    private ProcessInstance<S> readBack(ProcessInstance<S> instance) {
        S readBack = codec.read(codec.write(instance.state()), manager.state());
        assertThat(readBack)
                .as("%s: the state of '%s' after it was written as JSON and read again", events, instance.key())
                .isEqualTo(instance.state());
        return new ProcessInstance<>(instance.key(), readBack, instance.timers());
    }

    /** The last event, or the time that passed, made it send exactly these commands, in this order. */
    public ProcessScenario<S> thenCommands(Object... expected) {
        assertThat(commands.stream().map(ProcessCommand::payload).toList())
                .as("%s: the commands sent", events)
                .containsExactly(expected);
        return this;
    }

    /** The last event, or the time that passed, made it send no command. */
    public ProcessScenario<S> thenNoCommands() {
        return thenCommands();
    }

    /** These are the timers of a key, by name, and when they are due. */
    public ProcessScenario<S> thenTimers(String key, Map<String, Instant> expected) {
        Map<String, Instant> timers = process(key).timers().values().stream()
                .collect(Collectors.toMap(ProcessTimer::name, ProcessTimer::due));
        assertThat(timers).as("%s: the timers of '%s'", events, key).isEqualTo(expected);
        return this;
    }

    /** The state of a key is equal to this one. */
    public ProcessScenario<S> thenState(String key, S expected) {
        assertThat(process(key).state())
                .as("%s: the state of '%s'", events, key)
                .isEqualTo(expected);
        return this;
    }

    /** There is no process of this key: it has ended, or never begun. */
    public ProcessScenario<S> thenEnded(String key) {
        assertThat(processes).as("%s: all processes", events).doesNotContainKey(key);
        return this;
    }

    /** The commands sent by the last event or the time that passed, with their ids and metadata. */
    public List<ProcessCommand> commands() {
        return List.copyOf(commands);
    }

    private ProcessInstance<S> process(String key) {
        ProcessInstance<S> process = processes.get(key);
        assertThat(process).as("%s: the process of '%s'", events, key).isNotNull();
        return Objects.requireNonNull(process);
    }
}
