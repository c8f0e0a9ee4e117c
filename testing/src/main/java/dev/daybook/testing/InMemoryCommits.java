package dev.daybook.testing;

import dev.daybook.DaybookException;
import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.Enqueue;
import dev.daybook.store.InlineReadModel;
import dev.daybook.store.InvalidEventException;
import dev.daybook.store.NewOutcome;
import dev.daybook.store.NewOutcome.Finding;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Verdict;
import dev.daybook.store.Version;
import dev.daybook.testing.InMemoryInline.Followed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The rules by which commits are carried out: checked wholly, then changed wholly. Not safe for use by many threads. */
final class InMemoryCommits {

    private final InMemoryLog log;
    private final InMemoryOutcomes outcomes;
    private final InMemoryQueues queues;
    private final InMemoryLeases leases;
    private final RecordingTime time;
    private final InMemorySteps steps;
    private final InMemoryInline inline;

    InMemoryCommits(InMemoryStorage storage) {
        this.log = storage.log();
        this.outcomes = storage.outcomes();
        this.queues = storage.queues();
        this.leases = storage.leases();
        this.time = storage.time();
        this.steps = new InMemorySteps(storage);
        this.inline = new InMemoryInline(storage);
    }

    InMemoryInline inline() {
        return inline;
    }

    /** Carries out a commit that is within the limits, with the read models that follow it. */
    CommitResult commit(Commit commit, Instant now, List<InlineReadModel> models) {
        return steps.lost(commit.progress())
                .or(() -> leases.lost(commit.leases()))
                .or(() -> outcomes.decided(commit.outcomes()))
                .or(() -> log.repeat(commit))
                .or(() -> queues.full(unknown(commit.enqueued()), commit.outcomes(), now))
                .or(() -> log.conflict(commit))
                .or(() -> InMemoryLog.invalid(commit))
                .or(() -> invalid(unknown(commit.enqueued())))
                .or(() -> InMemorySteps.invalid(commit.documents()))
                .orElseGet(() -> store(commit, now, models));
    }

    private boolean isKnown(Enqueue enqueue) {
        UUID id = enqueue.command().header().id();
        return queues.holds(id) || outcomes.find(id).isPresent();
    }

    private List<Enqueue> unknown(List<Enqueue> enqueued) {
        return enqueued.stream().filter(enqueue -> !isKnown(enqueue)).toList();
    }

    private static Optional<CommitResult> invalid(List<Enqueue> enqueued) {
        return enqueued.stream()
                .map(Enqueue::command)
                .flatMap(command -> InMemoryQueues.fault(command).stream())
                .<CommitResult>map(fault -> new CommitResult.Failed(new InvalidEventException(fault)))
                .findFirst();
    }

    private CommitResult store(Commit commit, Instant now, List<InlineReadModel> models) {
        Instant recordedAt = time.next(now);
        return switch (inline.follow(models, log.asStored(commit, recordedAt))) {
            case Followed.Refused(DaybookException error) -> new CommitResult.Failed(error);
            case Followed.Changes changes -> {
                CommitResult stored = store(commit, now, recordedAt);
                steps.carryOut(commit);
                inline.apply(changes);
                yield stored;
            }
        };
    }

    private CommitResult store(Commit commit, Instant now, Instant recordedAt) {
        Map<StreamId, Version> before = new HashMap<>();
        List<Version> versions = new ArrayList<>();
        for (Append append : commit.appends()) {
            before.put(append.stream(), log.version(append.stream()));
            versions.add(log.add(append, recordedAt));
        }
        for (NewOutcome outcome : commit.outcomes()) {
            queues.remove(outcome.command().id());
            outcomes.record(outcome.command(), verdict(outcome, before), recordedAt);
        }
        Set<UUID> known = new HashSet<>();
        for (Enqueue enqueue : commit.enqueued()) {
            if (isKnown(enqueue)) {
                known.add(enqueue.command().header().id());
            } else {
                queues.add(enqueue, now, recordedAt);
            }
        }
        return new CommitResult.Committed(log.head(), versions, known);
    }

    private Verdict verdict(NewOutcome outcome, Map<StreamId, Version> before) {
        return switch (outcome.finding()) {
            case Finding.Known(Verdict verdict) -> verdict;
            case Finding.Appended(int events) -> {
                StreamId stream = outcome.command().stream();
                Version previous = before.getOrDefault(stream, Version.NONE).plus(events - 1L);
                StoredEvent last = log.stream(stream, previous, 1).getFirst();
                yield new Verdict.Accepted(last.version(), last.position());
            }
        };
    }
}
