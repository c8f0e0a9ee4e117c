package dev.daybook.process;

import dev.daybook.event.RecordedEvent;
import dev.daybook.process.ProcessDocuments.Raw;
import dev.daybook.process.ProcessDocuments.Stored;
import dev.daybook.process.ProcessFold.Fired;
import dev.daybook.process.ProcessStates.TimerFailure;
import dev.daybook.store.Commit;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.Enqueue;
import dev.daybook.store.Position;
import dev.daybook.store.Progress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What some events and timers make of some processes, to become one commit. For one thread. */
final class ProcessPlan<S> {

    /** In one commit, so that a chain of timers that was long without a node does not become one beyond all bounds. */
    static final long MOST_FIRINGS = 1_000;

    private final ProcessFold<S> fold;
    private final ProcessDocuments<S> documents;
    private final CommandRoute route;
    private final Progress progress;
    private final Map<String, Stored<S>> processes;
    private final Set<String> stored;
    private final Set<String> changed = new LinkedHashSet<>();
    private final List<Enqueue> commands = new ArrayList<>();
    private final List<Document> deferred = new ArrayList<>();
    private long firings;

    /** @param processes of the keys that will be touched, as they are stored */
    ProcessPlan(
            ProcessManager<S> manager,
            ProcessDocuments<S> documents,
            CommandRoute route,
            Progress progress,
            Map<String, Stored<S>> processes) {
        this.fold = ProcessFold.of(manager);
        this.documents = documents;
        this.route = route;
        this.progress = progress;
        this.processes = new HashMap<>(processes);
        this.stored = Set.copyOf(processes.keySet());
    }

    /** Takes an event in. False, and nothing is taken in, if the timers due before it are too many for one commit. */
    boolean at(String key, RecordedEvent<?> recorded) {
        Optional<Stored<S>> before = Optional.ofNullable(processes.get(key));
        Optional<Fired<S>> fired =
                before.map(process -> fold.until(process.instance(), recorded.recordedAt(), MOST_FIRINGS));
        ProcessStep<S> timers = fired.map(Fired::step).orElseGet(() -> ProcessStep.none(Optional.empty()));
        if (timers.after()
                .filter(after -> ProcessFold.isDue(after, recorded.recordedAt()))
                .isPresent()) {
            return false;
        }
        firings += fired.map(Fired::firings).orElse(0L);
        ProcessStep<S> step = timers.then(fold.at(timers.after(), recorded));
        Position created = before.map(Stored::created).orElse(recorded.position());
        take(
                key,
                before,
                step.after().map(after -> new Stored<>(after, created, recorded.position(), Optional.empty())),
                enqueued(step));
        return true;
    }

    /** Lets the timers of a process fire that are due by a time, no more than so many; does nothing when it throws. */
    void until(Stored<S> before, Instant time, long most) {
        Fired<S> fired = fold.until(before.instance(), time, most);
        ProcessStep<S> step = fired.step();
        Optional<Stored<S>> after = step.after()
                .map(instance -> new Stored<>(instance, before.created(), before.updated(), Optional.empty()));
        after.ifPresent(this::document); // what cannot be written fails here, and no other process with it
        take(before.instance().key(), Optional.of(before), after, enqueued(step));
        firings += fired.firings();
    }

    /** Notes that the timers of a process cannot fire now. */
    void fail(Stored<S> before, TimerFailure failure) {
        take(
                before.instance().key(),
                Optional.of(before),
                Optional.of(new Stored<>(before.instance(), before.created(), before.updated(), Optional.of(failure))),
                List.of());
    }

    /** Leaves the state of a process as it is, and notes when it is to be looked at again. */
    void defer(Raw process, TimerFailure failure) {
        deferred.add(documents.defer(process, failure, progress.claim().partition()));
    }

    private List<Enqueue> enqueued(ProcessStep<S> step) {
        return step.commands().stream().map(route::route).toList();
    }

    private void take(String key, Optional<Stored<S>> before, Optional<Stored<S>> after, List<Enqueue> enqueued) {
        commands.addAll(enqueued);
        if (!isSame(before, after)) {
            changed.add(key);
            after.ifPresentOrElse(process -> processes.put(key, process), () -> processes.remove(key));
        }
    }

    /** An event that nothing reacts to changes nothing. */
    private static <S> boolean isSame(Optional<Stored<S>> before, Optional<Stored<S>> after) {
        return before.map(Stored::instance).equals(after.map(Stored::instance))
                && after.flatMap(Stored::failure).isEmpty();
    }

    /** How many timers fire in it. */
    long firings() {
        return firings;
    }

    /** The whole step; its size in bytes is bounded by those of the documents and commands. */
    Commit commit() {
        List<Document> puts = new ArrayList<>(deferred);
        Set<String> deletes = new HashSet<>();
        for (String key : changed) {
            if (processes.containsKey(key)) {
                puts.add(document(Objects.requireNonNull(processes.get(key))));
            } else if (stored.contains(key)) {
                deletes.add(key);
            }
        }
        DocumentChanges changes =
                new DocumentChanges(documents.collection(), ProcessDocuments.GENERATION, puts, deletes);
        return new Commit(
                List.of(),
                List.of(),
                commands,
                List.of(),
                Optional.of(progress),
                puts.isEmpty() && deletes.isEmpty() ? List.of() : List.of(changes));
    }

    private Document document(Stored<S> process) {
        return documents.write(process, progress.claim().partition());
    }

    /** When the first of the processes that changed is to be looked at. */
    Optional<Instant> earliest() {
        return changed.stream()
                .flatMap(key -> Stream.ofNullable(processes.get(key)))
                .flatMap(process -> ProcessDocuments.lookAt(process.instance(), process.failure()).stream())
                .min(Instant::compareTo);
    }

    static long bytesOf(Commit commit) {
        long bytes = 0;
        for (Enqueue enqueue : commit.enqueued()) {
            bytes += enqueue.command().payload().getBytes(StandardCharsets.UTF_8).length;
        }
        for (DocumentChanges changes : commit.documents()) {
            for (Document document : changes.puts()) {
                bytes += document.data().length();
            }
        }
        return bytes;
    }
}
