package dev.daybook.process;

import dev.daybook.event.DerivedIds;
import dev.daybook.event.EventCatalog;
import dev.daybook.event.RecordedEvent;
import dev.daybook.store.EventFilter;
import dev.daybook.store.StoredEvent;
import dev.daybook.subscription.FailurePolicy;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Reacts to events with side effects, such as a mail. Immutable; each method returns a changed copy.
 *
 * <pre>{@code
 * Policy.named("shipping-notice")
 *     .on(OrderShipped.class, (recorded, attempt) ->
 *         mails.send(attempt.idempotencyKey(), "Order " + recorded.event().orderId() + " is on its way"))
 * }</pre>
 *
 * <p>Every event is reacted to at least once, in the order of its stream. It is reacted to again, with the same idempotency
 * key, where a process ended between the effect and the note of it, or the effect failed: exactly once is what the receiver
 * makes of the key. A policy is no part of any rebuild, and is set back to an earlier position only by someone who says that
 * he means it. What it reacts to first, unless told otherwise, is what happens after it was started for the first time.
 */
public final class Policy {

    private static final int ATTEMPTS = 10;

    private final String name;
    private final List<Binding<?>> bindings;
    private final Settings settings;

    private record Binding<E>(Class<E> type, PolicyReaction<E> reaction) {

        void react(RecordedEvent<?> recorded, Attempt attempt) throws Exception {
            reaction.react(new RecordedEvent<>(type.cast(recorded.event()), recorded.stored()), attempt);
        }
    }

    /** What may be set; the rest follows from the reactions. */
    record Settings(boolean fromBeginning, FailurePolicy failures, int partitions, int atOneTime) {}

    private Policy(String name, List<Binding<?>> bindings, Settings settings) {
        this.name = name;
        this.bindings = List.copyOf(bindings);
        this.settings = settings;
    }

    /** Begins a policy; the name is that of its subscription and goes into its idempotency keys, so it stays for good. */
    public static Policy named(String name) {
        return new Policy(
                ProcessNames.require("policy", name),
                List.of(),
                new Settings(false, FailurePolicy.park(ATTEMPTS), 1, 1));
    }

    /** Reacts to events of this type and the types below it. An event goes to the first reaction that takes it. */
    public <E> Policy on(Class<E> type, PolicyReaction<E> reaction) {
        List<Binding<?>> more = new ArrayList<>(bindings);
        more.add(new Binding<>(type, reaction));
        return new Policy(name, more, settings);
    }

    /** Starts, when it is started for the first time, after the last event of then. So it is unless set. */
    public Policy fromNow() {
        return with(new Settings(false, settings.failures, settings.partitions, settings.atOneTime));
    }

    /** Starts, when it is started for the first time, with the first event of the log. */
    public Policy fromBeginning() {
        return with(new Settings(true, settings.failures, settings.partitions, settings.atOneTime));
    }

    /** What becomes of an event whose reaction fails again and again; parked after 10 attempts unless set. */
    public Policy whenFailing(FailurePolicy failures) {
        return with(new Settings(settings.fromBeginning, failures, settings.partitions, settings.atOneTime));
    }

    /** Into how many parts its work is cut, to be shared among nodes: a power of two; 1 unless set. Stays for good. */
    public Policy partitions(int partitions) {
        return with(new Settings(settings.fromBeginning, settings.failures, partitions, settings.atOneTime));
    }

    /** How many streams' events it may react to at one time in each partition; 1 unless set. */
    public Policy atOneTime(int streams) {
        if (streams < 1) {
            throw new IllegalArgumentException(
                    "Policy " + name + " reacts to at least one stream at a time, found " + streams);
        }
        return with(new Settings(settings.fromBeginning, settings.failures, settings.partitions, streams));
    }

    private Policy with(Settings changed) {
        return new Policy(name, bindings, changed);
    }

    public String name() {
        return name;
    }

    /** The types of events that it reacts to, as they were declared. */
    public Set<Class<?>> events() {
        Set<Class<?>> types = new LinkedHashSet<>();
        bindings.forEach(binding -> types.add(binding.type()));
        return types;
    }

    /** The idempotency key of its reactions to an event. */
    public UUID idempotencyKey(StoredEvent event) {
        return DerivedIds.ofKey("\0policy/" + name + '/' + event.id());
    }

    /**
     * Reacts to one event now, as the context does when it comes to it.
     *
     * @param number of the attempt, from 1
     * @return false if no reaction takes events of this type
     * @throws Exception that the reaction threw
     */
    public boolean react(RecordedEvent<?> recorded, int number) throws Exception {
        for (Binding<?> binding : bindings) {
            if (binding.type().isInstance(recorded.event())) {
                Optional<String> correlation = recorded.metadata().correlation();
                binding.react(recorded, new Attempt(idempotencyKey(recorded.stored()), correlation, number));
                return true;
            }
        }
        return false;
    }

    /**
     * Which events it follows.
     *
     * @throws dev.daybook.ConfigurationException if the catalog has none of them
     */
    public EventFilter filter(EventCatalog catalog) {
        return EventTypeFilter.of(this, events(), catalog);
    }

    Settings settings() {
        return settings;
    }

    @Override
    public String toString() {
        return "policy " + name;
    }
}
