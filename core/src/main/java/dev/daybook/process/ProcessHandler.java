package dev.daybook.process;

import dev.daybook.event.EventCatalog;
import dev.daybook.event.RecordedEvent;
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
        events.forEach(event -> plan.at(event.key(), event.recorded()));
        boolean divisible = events.size() > 1 && progress.freed().isEmpty();
        return switch (steps.store(plan.commit(), divisible)) {
            case STORED -> {
                timers.note(progress.claim(), plan.earliest());
                yield true;
            }
            case LOST -> false;
            case DIVIDE -> dealInHalves(progress, events);
        };
    }

    /** What is kept aside goes with the first half: before the checkpoint moves over it, and harmless if it comes again. */
    private boolean dealInHalves(Progress progress, List<Correlated> events) {
        int half = events.size() / 2;
        List<Correlated> first = events.subList(0, half);
        Position middle = first.getLast().recorded().position();
        Progress toMiddle = new Progress(progress.claim(), progress.from(), middle, progress.parked(), List.of());
        return deal(toMiddle, first)
                && deal(new Progress(progress.claim(), middle, progress.to()), events.subList(half, events.size()));
    }

    @Override
    public Optional<Instant> onTime(Progress at) {
        return timers.fire(at);
    }
}
