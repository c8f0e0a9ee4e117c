package dev.daybook.process;

import dev.daybook.event.EventCatalog;
import dev.daybook.event.RecordedEvent;
import dev.daybook.store.Claim;
import dev.daybook.store.ParkedEvent;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.subscription.EventHandler;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Deals with the events of a process manager: each page becomes one commit, or several where it is too much for one. */
final class ProcessHandler<S> implements EventHandler {

    private static final int LONGEST_KEY = 255;

    private final ProcessManager<S> manager;
    private final EventCatalog catalog;
    private final ProcessDocuments<S> documents;
    private final ProcessSteps steps;
    private final DueTimers<S> timers;
    private final CommandRoute route;

    ProcessHandler(ProcessManager<S> manager, Processes.Context context) {
        this.manager = manager;
        this.catalog = context.catalog();
        this.documents = new ProcessDocuments<>(context.store().documents(), context.codec(), manager);
        this.steps = new ProcessSteps(manager, context.store());
        this.route = context.commands();
        DealtWith dealtWith = new DealtWith(context.store(), manager.filter(catalog), this::belongsTo);
        this.timers = new DueTimers<>(manager, context, documents, steps, dealtWith);
    }

    void prepare() {
        documents.prepare();
    }

    @Override
    public String keyOf(StoredEvent event) {
        try {
            return manager.keyOf(catalog.read(event).event()).orElseGet(() -> EventHandler.super.keyOf(event));
        } catch (RuntimeException e) { // it is thrown again when the event is dealt with, and seen there
            return EventHandler.super.keyOf(event);
        }
    }

    private boolean belongsTo(StoredEvent event, int partition) {
        return manager.slices(partition).contains(StreamId.sliceOf(keyOf(event)));
    }

    private record Correlated(String key, RecordedEvent<?> recorded) {}

    @Override
    public boolean handle(Progress progress, List<StoredEvent> events) {
        return deal(progress, events.stream().map(this::correlated).toList());
    }

    private Correlated correlated(StoredEvent event) {
        RecordedEvent<?> recorded = catalog.read(event);
        String key = keyOf(recorded);
        if (key.isEmpty() || key.length() > LONGEST_KEY || key.indexOf('\0') >= 0) {
            throw new ReactionFailedException(manager + " correlates the event at position " + event.position()
                    + " by a key of " + key.length() + " characters, expected 1 to " + LONGEST_KEY
                    + " without U+0000: correlate it by another value");
        }
        return new Correlated(key, recorded);
    }

    private String keyOf(RecordedEvent<?> recorded) {
        try {
            return manager.keyOf(recorded.event()).orElseGet(() -> EventHandler.super.keyOf(recorded.stored()));
        } catch (RuntimeException e) {
            throw new ReactionFailedException(
                    manager + " finds no key for the event at position " + recorded.position() + ": " + e, e);
        }
    }

    private boolean deal(Progress progress, List<Correlated> events) {
        Set<String> keys = events.stream().map(Correlated::key).collect(Collectors.toCollection(LinkedHashSet::new));
        ProcessPlan<S> plan = new ProcessPlan<>(manager, documents, route, progress, documents.load(keys));
        for (int index = 0; index < events.size(); index++) {
            if (!plan.at(events.get(index).key(), events.get(index).recorded())) {
                return index == 0 ? dealAfterTimers(progress, events) : dealInParts(progress, events, index);
            }
        }
        boolean divisible =
                events.size() == 1 ? plan.firings() > 0 : progress.freed().isEmpty();
        return switch (store(plan, progress, divisible)) {
            case STORED -> {
                timers.note(progress.claim(), plan.earliest());
                yield true;
            }
            case LOST -> false;
            case DIVIDE ->
                events.size() == 1
                        ? dealAfterTimers(progress, events)
                        : dealInParts(progress, events, events.size() / 2);
        };
    }

    private ProcessSteps.Answer store(ProcessPlan<S> plan, Progress progress, boolean divisible) {
        try {
            return steps.store(plan.commit(), divisible);
        } catch (RuntimeException | Error e) {
            timers.forget(progress.claim()); // it may be stored all the same, with timers that nobody took note of
            throw e;
        }
    }

    /** The timers due before the first event do not fit into one commit with it. */
    private boolean dealAfterTimers(Progress progress, List<Correlated> events) {
        Correlated first = events.getFirst();
        Progress at = new Progress(progress.claim(), progress.from(), progress.from());
        return timers.fireBefore(at, first.key(), first.recorded().recordedAt()) && deal(progress, events);
    }

    /**
     * What is kept aside goes with the part that moves the checkpoint over it: not later, it would be lost, nor earlier, it would
     * come again when it is not kept aside any more.
     */
    private boolean dealInParts(Progress progress, List<Correlated> events, int size) {
        if (!progress.freed().isEmpty()) {
            throw new ReactionFailedException(
                    manager + " deals with events that were kept aside one by one, since those of key '"
                            + events.getFirst().key() + "' do not fit into one commit");
        }
        List<Correlated> first = events.subList(0, size);
        Position middle = first.getLast().recorded().position();
        Progress toMiddle = part(progress, progress.from(), middle);
        Progress fromMiddle = part(progress, middle, progress.to());
        return deal(toMiddle, first) && deal(fromMiddle, events.subList(size, events.size()));
    }

    private static Progress part(Progress whole, Position from, Position to) {
        List<ParkedEvent> parked = whole.parked().stream()
                .filter(event -> event.position().compareTo(from) > 0)
                .filter(event -> event.position().compareTo(to) <= 0)
                .toList();
        return new Progress(whole.claim(), from, to, parked, List.of());
    }

    @Override
    public void begin(Claim claim) {
        timers.begin(claim);
    }

    @Override
    public Optional<Trouble> trouble() {
        return timers.trouble();
    }

    @Override
    public Optional<Instant> onTime(Progress at) {
        return timers.fire(at);
    }
}
