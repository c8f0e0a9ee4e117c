package dev.daybook.store;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Everything that one step changes, carried out as a whole or not at all.
 *
 * @param appends each stream at most once, each event id at most once
 * @param outcomes of the commands that it carries out, each command at most once
 * @param enqueued commands to be put into queues, each at most once
 * @param leases that must be held for it to be carried out
 * @param progress of the subscription whose step it is; it is carried out only if the progress fits
 * @param documents that are changed, each collection and generation at most once; only with a progress, which keeps two
 *     writers of a document apart
 */
public record Commit(
        List<Append> appends,
        List<NewOutcome> outcomes,
        List<Enqueue> enqueued,
        List<Lease> leases,
        Optional<Progress> progress,
        List<DocumentChanges> documents) {

    public Commit {
        appends = List.copyOf(appends);
        outcomes = List.copyOf(outcomes);
        enqueued = List.copyOf(enqueued);
        leases = List.copyOf(leases);
        documents = List.copyOf(documents);
        if (appends.isEmpty() && outcomes.isEmpty() && enqueued.isEmpty() && progress.isEmpty()) {
            requireNoDocuments(documents);
            throw new IllegalArgumentException("A commit holds nothing");
        }
        if (appends.size() > 1) {
            requireEachStreamOnce(appends);
        }
        requireEachIdOnce(appends);
        requireEachCommandOnce(outcomes, enqueued);
        if (!documents.isEmpty()) {
            requireEachCollectionOnce(documents);
            if (progress.isEmpty()) {
                requireNoDocuments(documents);
            }
        }
        for (NewOutcome outcome : outcomes) {
            requireItsEvents(outcome, appends);
        }
    }

    /** A commit that is no step of a subscription. */
    public Commit(List<Append> appends, List<NewOutcome> outcomes, List<Enqueue> enqueued, List<Lease> leases) {
        this(appends, outcomes, enqueued, leases, Optional.empty(), List.of());
    }

    /** A commit of events. */
    public Commit(List<Append> appends) {
        this(appends, List.of(), List.of(), List.of());
    }

    /** A commit of a progress, and the documents that are changed with it. */
    public static Commit step(Progress progress, DocumentChanges... documents) {
        return new Commit(List.of(), List.of(), List.of(), List.of(), Optional.of(progress), List.of(documents));
    }

    /** The same as the step of a subscription. */
    public Commit with(Progress newProgress, DocumentChanges... newDocuments) {
        return new Commit(appends, outcomes, enqueued, leases, Optional.of(newProgress), List.of(newDocuments));
    }

    public static Commit of(Append... appends) {
        return new Commit(List.of(appends));
    }

    /** A commit of events to one stream. */
    public static Commit append(StreamId stream, ExpectedVersion expected, List<SerializedEvent> events) {
        return new Commit(List.of(new Append(stream, expected, events)));
    }

    /** A commit of events to one stream. */
    public static Commit append(StreamId stream, ExpectedVersion expected, SerializedEvent... events) {
        return append(stream, expected, List.of(events));
    }

    /** A commit that puts commands into queues. */
    public static Commit enqueue(Enqueue... commands) {
        return new Commit(List.of(), List.of(), List.of(commands), List.of());
    }

    /** How many events all appends hold together. */
    public int eventCount() {
        int count = 0;
        for (Append append : appends) {
            count += append.events().size();
        }
        return count;
    }

    /** Whether it holds events and nothing else. */
    public boolean onlyAppends() {
        return outcomes.isEmpty() && enqueued.isEmpty() && leases.isEmpty() && progress.isEmpty();
    }

    private static void requireEachStreamOnce(List<Append> appends) {
        Set<StreamId> seen = new HashSet<>();
        for (Append append : appends) {
            if (!seen.add(append.stream())) {
                throw new IllegalArgumentException("A commit appends to stream " + append.stream()
                        + " twice: put the events of one stream into one append");
            }
        }
    }

    private static void requireEachIdOnce(List<Append> appends) {
        if (appends.size() == 1 && appends.getFirst().events().size() == 1) {
            return;
        }
        Set<UUID> seen = new HashSet<>();
        for (Append append : appends) {
            for (SerializedEvent event : append.events()) {
                if (!seen.add(event.id())) {
                    throw new IllegalArgumentException(
                            "A commit holds event id " + event.id() + " twice: every event needs an id of its own");
                }
            }
        }
    }

    private static void requireEachCommandOnce(List<NewOutcome> outcomes, List<Enqueue> enqueued) {
        Set<UUID> seen = new HashSet<>();
        for (NewOutcome outcome : outcomes) {
            requireNew(seen, outcome.command().id());
        }
        for (Enqueue enqueue : enqueued) {
            requireNew(seen, enqueue.command().header().id());
        }
    }

    private static void requireEachCollectionOnce(List<DocumentChanges> documents) {
        Set<String> seen = new HashSet<>();
        for (DocumentChanges changes : documents) {
            if (!seen.add(changes.collection() + "@" + changes.generation())) {
                throw new IllegalArgumentException("A commit changes generation " + changes.generation()
                        + " of collection " + changes.collection() + " twice: put its changes into one");
            }
        }
    }

    private static void requireNoDocuments(List<DocumentChanges> documents) {
        if (!documents.isEmpty()) {
            throw new IllegalArgumentException("A commit changes documents of collection "
                    + documents.getFirst().collection() + " without a progress: say whose step it is");
        }
    }

    private static void requireNew(Set<UUID> seen, UUID command) {
        if (!seen.add(command)) {
            throw new IllegalArgumentException("A commit holds command " + command + " twice");
        }
    }

    private static void requireItsEvents(NewOutcome outcome, List<Append> appends) {
        if (outcome.finding() instanceof NewOutcome.Finding.Appended(int events)) {
            StreamId stream = outcome.command().stream();
            int appended = appends.stream()
                    .filter(append -> append.stream().equals(stream))
                    .mapToInt(append -> append.events().size())
                    .sum();
            if (events > appended) {
                throw new IllegalArgumentException(
                        "The outcome of command " + outcome.command().id() + " counts " + events + " events of stream "
                                + stream + ", but the commit appends " + appended);
            }
        }
    }
}
