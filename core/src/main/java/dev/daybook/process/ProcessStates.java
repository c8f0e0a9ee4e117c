package dev.daybook.process;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The processes of a manager, as they are stored. Safe for use by many threads; reads the database. */
public final class ProcessStates<S> {

    private final ProcessDocuments<S> documents;

    ProcessStates(ProcessDocuments<S> documents) {
        this.documents = documents;
    }

    /**
     * A process as it is stored.
     *
     * @param failure of its next timer, if that failed
     */
    public record Found<S>(ProcessInstance<S> instance, Optional<TimerFailure> failure) {}

    /**
     * What a timer failed with.
     *
     * @param attempts so far; 0 if it only waits
     * @param retryAt when it is tried again; empty if it rests until the subscription is resumed
     */
    public record TimerFailure(int attempts, Optional<Instant> retryAt, String error) {}

    /** A process whose next timer fails. */
    public record Failing(String key, TimerFailure failure) {}

    /** Processes whose next timers fail, those of each partition together; at most {@code limit}. */
    public List<Failing> failing(int limit) {
        return documents.failing(limit);
    }

    /** The process of a key; empty if there is none, or it has ended. */
    public Optional<Found<S>> find(String key) {
        return Optional.ofNullable(documents.load(Set.of(key)).get(key))
                .map(stored -> new Found<>(stored.instance(), stored.failure()));
    }
}
