package dev.daybook.process;

import dev.daybook.event.EventCatalog;
import dev.daybook.event.RecordedEvent;
import dev.daybook.store.EventFilter;
import dev.daybook.store.Slices;
import dev.daybook.subscription.FailurePolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Follows what belongs together over many streams and much time, and sends commands. For each key it has a state, timers, and
 * pure reactions: time reaches them with the event or the timer, never from a clock. Immutable; each method returns a changed
 * copy.
 *
 * <pre>{@code
 * ProcessManager.named("payment-deadline")
 *     .state(Unpaid.class)
 *     .startedBy(OrderPlaced.class, OrderPlaced::orderId, placed ->
 *         Reaction.of(new Unpaid(placed.event().orderId())).timer("unpaid", Duration.ofMinutes(30)))
 *     .on(OrderPaid.class, OrderPaid::orderId, (state, paid) -> Reaction.of(state).end())
 *     .onTimer("unpaid", (state, timer) -> Reaction.of(state).send(new CancelOrder(state.orderId())).end())
 *     .sends(CancelOrder.class)
 * }</pre>
 *
 * <p>A step's new state, timers, commands and checkpoint are stored in one commit, so each event and each timer takes effect
 * once, and each command has one outcome, whatever happens to the process. Events of a key are dealt with in order. A timer
 * fires after all events of its key that were in the log when it fell due, also when nothing else happens, usually within a
 * second; and before any event that was recorded after it fell due. Once it is cancelled or moved, it never fires.
 *
 * @param <S> state, a type that the codec can write and read
 */
public final class ProcessManager<S> {

    private static final int ATTEMPTS = 10;

    private final String name;
    private final StateForm<S> form;
    private final Bindings<S> bindings;
    private final Settings settings;

    /** Reacts to events of a type. */
    record Binding<S, E>(
            Class<E> type, Function<? super E, String> key, BiFunction<S, RecordedEvent<E>, Reaction<S>> reaction) {

        String keyOf(Object event) {
            return key.apply(type.cast(event));
        }

        Reaction<S> react(S state, RecordedEvent<?> recorded) {
            return reaction.apply(state, new RecordedEvent<>(type.cast(recorded.event()), recorded.stored()));
        }
    }

    /** Begins a process at events of a type. */
    record Opening<S, E>(
            Class<E> type, Function<? super E, String> key, Function<RecordedEvent<E>, Reaction<S>> reaction) {

        String keyOf(Object event) {
            return key.apply(type.cast(event));
        }

        Reaction<S> react(RecordedEvent<?> recorded) {
            return reaction.apply(new RecordedEvent<>(type.cast(recorded.event()), recorded.stored()));
        }
    }

    /** All reactions. */
    record Bindings<S>(
            List<Opening<S, ?>> openings,
            List<Binding<S, ?>> events,
            Map<String, BiFunction<S, ProcessTimer, Reaction<S>>> timers) {}

    /** What may be set; the rest follows from the reactions. */
    record Settings(
            Set<Class<?>> commands,
            boolean fromBeginning,
            FailurePolicy failures,
            int partitions,
            ProcessLimits limits) {}

    private ProcessManager(String name, StateForm<S> form, Bindings<S> bindings, Settings settings) {
        this.name = name;
        this.form = form;
        this.bindings = bindings;
        this.settings = settings;
    }

    /**
     * Begins a process manager; the name is that of its subscription and goes into the ids of its commands, so it stays for
     * good.
     */
    public static Named named(String name) {
        return new Named(ProcessNames.require("process manager", name));
    }

    /** A process manager whose state is to be given. */
    public static final class Named {

        private final String name;

        private Named(String name) {
            this.name = name;
        }

        /** What it knows of each key, in revision 1. */
        public <S> ProcessManager<S> state(Class<S> type) {
            return state(type, 1);
        }

        /**
         * What it knows of each key. The revision is raised when the type changes, its records, their components or what is
         * below them; states stored before are read by an {@link ProcessManager#upcast}.
         */
        public <S> ProcessManager<S> state(Class<S> type, int revision) {
            return new ProcessManager<>(
                    name,
                    StateForm.of(type, revision),
                    new Bindings<>(List.of(), List.of(), Map.of()),
                    new Settings(Set.of(), false, FailurePolicy.park(ATTEMPTS), 1, ProcessLimits.defaults()));
        }
    }

    /**
     * Reads states that were stored in an earlier revision: as a record of the shape they had then, which becomes one of now.
     * Pure. States of a revision that there is none for are an error, and so is a changed type in the same revision: their
     * events are dealt with as {@link #whenFailing} says, and nothing of them is lost.
     */
    public <O> ProcessManager<S> upcast(int revision, Class<O> old, Function<? super O, ? extends S> conversion) {
        return new ProcessManager<>(name, form.upcast(revision, old, conversion), bindings, settings);
    }

    /**
     * Events of this type, and the types below it, begin a process where there is none of their key. Where there is one, they
     * are passed over, unless {@link #on} takes them. Pure: the same event gives the same key and reaction for ever.
     */
    public <E> ProcessManager<S> startedBy(
            Class<E> type, Function<? super E, String> key, Function<RecordedEvent<E>, Reaction<S>> reaction) {
        List<Opening<S, ?>> more = new ArrayList<>(bindings.openings);
        more.add(new Opening<>(type, key, reaction));
        return with(new Bindings<>(List.copyOf(more), bindings.events, bindings.timers));
    }

    /**
     * Reacts to events of this type, and the types below it, where there is a process of their key; elsewhere they are passed
     * over. An event goes to the first reaction that takes it. Pure: the same state and event give the same key and reaction
     * for ever.
     */
    public <E> ProcessManager<S> on(
            Class<E> type, Function<? super E, String> key, BiFunction<S, RecordedEvent<E>, Reaction<S>> reaction) {
        List<Binding<S, ?>> more = new ArrayList<>(bindings.events);
        more.add(new Binding<>(type, key, reaction));
        return with(new Bindings<>(bindings.openings, List.copyOf(more), bindings.timers));
    }

    /** Reacts to a timer of this name. Pure: the same state and timer give the same reaction for ever. */
    public ProcessManager<S> onTimer(String timer, BiFunction<S, ProcessTimer, Reaction<S>> reaction) {
        Map<String, BiFunction<S, ProcessTimer, Reaction<S>>> more = new HashMap<>(bindings.timers);
        more.put(ProcessNames.require("timer", timer), reaction);
        return with(new Bindings<>(bindings.openings, bindings.events, Map.copyOf(more)));
    }

    /** The types of commands that it sends. Each must be one of the context's, taken by a durable lane. */
    public ProcessManager<S> sends(Class<?>... commands) {
        Set<Class<?>> more = new LinkedHashSet<>(settings.commands);
        more.addAll(List.of(commands));
        return with(new Settings(
                Set.copyOf(more), settings.fromBeginning, settings.failures, settings.partitions, settings.limits));
    }

    /** Starts, when it is started for the first time, after the last event of then. So it is unless set. */
    public ProcessManager<S> fromNow() {
        return with(new Settings(settings.commands, false, settings.failures, settings.partitions, settings.limits));
    }

    /** Starts, when it is started for the first time, with the first event of the log. */
    public ProcessManager<S> fromBeginning() {
        return with(new Settings(settings.commands, true, settings.failures, settings.partitions, settings.limits));
    }

    /**
     * What becomes of an event whose reaction fails again and again; parked after 10 attempts unless set. A timer that fails as
     * often rests, and the subscription counts as stopped, until it is resumed or started again, or until the next event of the
     * key, which tries it first.
     */
    public ProcessManager<S> whenFailing(FailurePolicy failures) {
        return with(new Settings(
                settings.commands, settings.fromBeginning, failures, settings.partitions, settings.limits));
    }

    /** Into how many parts its work is cut, to be shared among nodes: a power of two; 1 unless set. Stays for good. */
    public ProcessManager<S> partitions(int partitions) {
        return with(new Settings(
                settings.commands, settings.fromBeginning, settings.failures, partitions, settings.limits));
    }

    /** How much it may pile up; {@link ProcessLimits#defaults()} unless set. */
    public ProcessManager<S> limits(ProcessLimits limits) {
        return with(new Settings(
                settings.commands, settings.fromBeginning, settings.failures, settings.partitions, limits));
    }

    private ProcessManager<S> with(Settings changed) {
        return new ProcessManager<>(name, form, bindings, changed);
    }

    private ProcessManager<S> with(Bindings<S> changed) {
        return new ProcessManager<>(name, form, changed, settings);
    }

    public String name() {
        return name;
    }

    /** What it knows of each key. */
    public Class<S> state() {
        return form.type();
    }

    StateForm<S> form() {
        return form;
    }

    /** The types of events that it follows, as they were declared. */
    public Set<Class<?>> events() {
        Set<Class<?>> types = new LinkedHashSet<>();
        bindings.openings.forEach(opening -> types.add(opening.type()));
        bindings.events.forEach(binding -> types.add(binding.type()));
        return types;
    }

    /** The types of commands that it sends. */
    public Set<Class<?>> commands() {
        return settings.commands;
    }

    /** The key that the event belongs to; empty if it is of no type that it follows. */
    public Optional<String> keyOf(Object event) {
        Optional<String> key = bindings.openings.stream()
                .filter(opening -> opening.type().isInstance(event))
                .findFirst()
                .map(opening -> opening.keyOf(event));
        return key.isPresent()
                ? key
                : bindings.events.stream()
                        .filter(binding -> binding.type().isInstance(event))
                        .findFirst()
                        .map(binding -> binding.keyOf(event));
    }

    Bindings<S> bindings() {
        return bindings;
    }

    /**
     * Which events it follows.
     *
     * @throws dev.daybook.ConfigurationException if the catalog has none of them
     */
    public EventFilter filter(EventCatalog catalog) {
        return EventTypeFilter.of(this, events(), catalog);
    }

    /** The keys of a partition. */
    Slices slices(int partition) {
        return new Slices(settings.partitions(), Set.of(partition));
    }

    Settings settings() {
        return settings;
    }

    @Override
    public String toString() {
        return "process manager " + name;
    }
}
