package dev.daybook.command;

import dev.daybook.DaybookException;
import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.EvolveException;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import dev.daybook.store.Position;
import dev.daybook.store.RecordedOutcome;
import dev.daybook.store.StoreUnavailableException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Decides what a worker has in hand and commits all of it at once, again and again until every command has its outcome or its
 * stream rests. The order of the checks is: known command, version, decision. Safe for use by many threads.
 */
final class DecideLoop {

    /** After so many, a stream that is not done waits for its next turn, so that it does not keep others from the worker. */
    private static final int STEPS_A_TURN = 4;

    private final EventStore store;
    private final States states;
    private final Decisions.Tools tools;
    private final Endings endings;
    private final int conflictsAtMost;

    /** What deciding needs. */
    record Means(EventStore store, States states, Decisions.Tools tools) {}

    DecideLoop(Means means, Endings endings, int conflictsAtMost) {
        this.store = means.store();
        this.states = means.states();
        this.tools = means.tools();
        this.endings = endings;
        this.conflictsAtMost = conflictsAtMost;
    }

    /**
     * Works on the turns until each is over or has had its steps.
     *
     * @param done takes back each as soon as it is so, since others may wait for its stream
     */
    void carryOut(List<Turn> turns, Consumer<List<Turn>> done) {
        List<Turn> left = handBack(turns, done);
        try {
            answerKnown(left);
        } catch (StoreUnavailableException e) {
            left.forEach(turn -> endings.unavailable(turn, e));
        }
        left = handBack(left, done);
        for (int step = 0; step < STEPS_A_TURN && !left.isEmpty(); step++) {
            step(left);
            left = handBack(left, done);
        }
        if (!left.isEmpty()) {
            done.accept(left);
        }
    }

    /** Works on one turn; whatever happens, its commands are answered for. */
    void carryOut(Turn turn) {
        try {
            carryOut(List.of(turn), over -> {});
        } catch (RuntimeException | Error e) {
            turn.shrink();
            endings.broken(turn, e);
        }
    }

    /** Hands back the turns that are over; returns the others. */
    private static List<Turn> handBack(List<Turn> turns, Consumer<List<Turn>> done) {
        turns.forEach(Turn::shrink);
        Map<Boolean, List<Turn>> over = turns.stream().collect(Collectors.partitioningBy(Turn::over));
        List<Turn> finished = over.getOrDefault(true, List.of());
        if (!finished.isEmpty()) {
            done.accept(finished);
        }
        return over.getOrDefault(false, List.of());
    }

    /** A command whose id came from outside may have its outcome already. */
    private void answerKnown(List<Turn> turns) {
        Map<UUID, Pending> repeatable = new HashMap<>();
        for (Turn turn : turns) {
            for (Pending command : turn.open()) {
                if (command.work().repeatable() && !command.durable()) {
                    repeatable.put(command.header().id(), command);
                }
            }
        }
        if (!repeatable.isEmpty()) {
            answer(repeatable, store.commands().outcomes(repeatable.keySet()).values());
        }
    }

    private void answer(Map<UUID, Pending> commands, Collection<RecordedOutcome> outcomes) {
        for (RecordedOutcome outcome : outcomes) {
            Pending command = commands.get(outcome.command().id());
            if (command != null) {
                endings.known(command, outcome);
            }
        }
    }

    private void step(List<Turn> turns) {
        Map<Turn, Decisions<?>> decided = decide(turns);
        if (decided.isEmpty()) {
            return;
        }
        List<Commit> commits = decided.values().stream().map(Decisions::commit).toList();
        List<CommitResult> results = commit(commits);
        int i = 0;
        for (Map.Entry<Turn, Decisions<?>> entry : decided.entrySet()) {
            settle(entry.getKey(), entry.getValue(), results.get(i++));
        }
    }

    private List<CommitResult> commit(List<Commit> commits) {
        try {
            return store.commit(commits);
        } catch (DaybookException e) {
            if (e instanceof StoreUnavailableException || commits.size() == 1) {
                return commits.stream()
                        .<CommitResult>map(commit -> new CommitResult.Failed(e))
                        .toList();
            }
            // One that the store refuses speaks against none of the others.
            return commits.stream()
                    .map(commit -> commit(List.of(commit)).getFirst())
                    .toList();
        }
    }

    private Map<Turn, Decisions<?>> decide(List<Turn> turns) {
        try {
            states.prepare(turns);
        } catch (StoreUnavailableException e) {
            turns.forEach(turn -> endings.unavailable(turn, e));
            return Map.of();
        }
        Map<Turn, Decisions<?>> decided = new LinkedHashMap<>();
        for (Turn turn : turns) {
            Pending first = turn.open().getFirst();
            if (first.work().payload() == null) {
                endings.unreadable(turn, first);
                continue;
            }
            try {
                Decisions<?> decisions = decide(turn.aggregate(), turn);
                if (!decisions.isEmpty()) {
                    decided.put(turn, decisions);
                } else if (store.version(turn.stream()).equals(decisions.start().version())) {
                    faulty(turn, decisions);
                } else {
                    states.forget(turn.stream()); // out of date, so the fault may have been, too
                }
            } catch (StoreUnavailableException e) {
                endings.unavailable(turn, e);
            } catch (EvolveException e) {
                endings.unreadable(turn, e);
            }
        }
        return decided;
    }

    private <C, S, E> Decisions<S> decide(Aggregate<C, S, E> aggregate, Turn turn) {
        return Decisions.of(aggregate, states.of(aggregate, turn.stream()), turn.next(), tools);
    }

    /** To be called once the state that was decided on has proved right. */
    private void faulty(Turn turn, Decisions<?> decisions) {
        for (Decisions.Fault fault : decisions.faults()) {
            // A durable one waits until all before it has its outcome, so that it is the first of its stream.
            if (decisions.isEmpty() || !fault.command().durable()) {
                endings.faulty(turn, fault);
            }
        }
    }

    private void settle(Turn turn, Decisions<?> decisions, CommitResult result) {
        switch (result) {
            case CommitResult.Committed committed -> committed(turn, decisions, committed.position());
            case CommitResult.Duplicate duplicate -> committed(turn, decisions, duplicate.position());
            case CommitResult.Conflict conflict -> {
                states.forget(turn.stream());
                endings.conflict(turn, conflict, conflictsAtMost);
            }
            case CommitResult.AlreadyDecided(List<RecordedOutcome> outcomes) -> {
                states.forget(turn.stream());
                Map<UUID, Pending> open = new HashMap<>();
                turn.open().forEach(command -> open.put(command.header().id(), command));
                answer(open, outcomes);
            }
            case CommitResult.LeaseLost lost -> endings.leaseLost(turn);
            case CommitResult.ProgressLost lost ->
                throw new IllegalStateException("No subscription is at work: " + lost);
            case CommitResult.QueueFull full -> throw new IllegalStateException("Nothing was queued: " + full);
            case CommitResult.Failed(StoreUnavailableException e) -> endings.unavailable(turn, e);
            case CommitResult.Failed(DaybookException e) -> endings.unstorable(turn, e);
        }
    }

    private <S> void committed(Turn turn, Decisions<S> decisions, Position position) {
        Position last = decisions.changesNothing() ? decisions.start().position() : position;
        states.moved(turn.aggregate(), turn.stream(), decisions.start(), decisions.end(last));
        decisions.outcomes(last).forEach(endings::decided);
        faulty(turn, decisions);
    }
}
