package dev.daybook.command;

import dev.daybook.DaybookException;
import dev.daybook.aggregate.Aggregate;
import dev.daybook.aggregate.Decision;
import dev.daybook.aggregate.Folded;
import dev.daybook.event.EventCatalog;
import dev.daybook.event.IdGenerator;
import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Lease;
import dev.daybook.store.Metadata;
import dev.daybook.store.NewOutcome;
import dev.daybook.store.NewOutcome.Finding;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoreLimits;
import dev.daybook.store.StreamId;
import dev.daybook.store.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Decides commands for one stream one after another on the evolving state, and makes one commit of what comes of them. Used by
 * one thread, once.
 */
final class Decisions<S> {

    /** What deciding needs besides the aggregate. */
    record Tools(EventCatalog catalog, IdGenerator ids, StoreLimits limits) {}

    /** A command with what was decided. */
    private record Decided(Pending command, Finding finding) {}

    /** A command that could not be decided. */
    record Fault(Pending command, String reason, Optional<Throwable> cause) {}

    private final Tools tools;
    private final StreamId stream;
    private final Folded<S> start;
    private final Set<UUID> ids = new HashSet<>();
    private final List<Decided> decided = new ArrayList<>();
    private final List<Fault> faults = new ArrayList<>();
    private final List<SerializedEvent> events = new ArrayList<>();
    private S state;

    private Decisions(Tools tools, StreamId stream, Folded<S> start) {
        this.tools = tools;
        this.stream = stream;
        this.start = start;
        this.state = start.state();
    }

    /** Decides in order, until a durable command fails, behind which the others wait, or the commit is full. */
    static <C, S, E> Decisions<S> of(
            Aggregate<C, S, E> aggregate, Folded<S> start, List<Pending> commands, Tools tools) {
        Decisions<S> decisions = new Decisions<>(tools, commands.getFirst().header().stream(), start);
        for (Pending command : commands) {
            boolean goOn = decisions.decide(aggregate, command);
            if (!goOn) {
                break;
            }
        }
        return decisions;
    }

    private <C, E> boolean decide(Aggregate<C, S, E> aggregate, Pending command) {
        if (!ids.add(command.header().id())) {
            return false; // once the first of this id has its outcome, this one has it, too
        }
        Object payload = command.work().payload();
        if (payload == null) {
            return false; // dealt with once it is the first
        }
        try {
            Decision<E> decision = Objects.requireNonNull(
                    aggregate.decider().decide(aggregate.cast(payload), state), "null instead of a decision");
            return switch (decision) {
                case Decision.Refused<E>(String code, String reason) ->
                    add(command, new Finding.Known(new Verdict.Refused(code, reason)), List.of(), state);
                case Decision.Accepted<E>(List<E> made) -> accept(aggregate, command, made);
            };
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            return fault(command, whatHappened(aggregate, e), Optional.of(e));
        }
    }

    private static String whatHappened(Aggregate<?, ?, ?> aggregate, Throwable e) {
        return e instanceof DaybookException
                ? "The events that the decider of " + aggregate + " made cannot be stored; nothing changed: "
                        + e.getMessage()
                : "The decider of " + aggregate + " threw " + e + "; nothing changed: mend the decider";
    }

    private <E> boolean accept(Aggregate<?, S, E> aggregate, Pending command, List<E> made) {
        S next = state;
        List<SerializedEvent> serialized = new ArrayList<>(made.size());
        Metadata metadata = metadataOf(command);
        for (E event : made) {
            serialized.add(tools.catalog().serialize(event, tools.ids().next(), metadata));
            next = aggregate.decider().evolve(next, event);
        }
        int most = tools.limits().eventsPerCommit();
        if (!events.isEmpty() && events.size() + serialized.size() > most) {
            return false; // left for the next commit
        }
        if (!serialized.isEmpty()) {
            tools.limits().check(Commit.append(stream, ExpectedVersion.any(), serialized));
        }
        return add(command, finding(serialized.size()), serialized, next);
    }

    private static Metadata metadataOf(Pending command) {
        Metadata sent = command.header().metadata();
        String id = command.header().id().toString();
        return Metadata.of(sent.correlation().orElse(id), id, sent.user());
    }

    private Finding finding(int newEvents) {
        int upTo = events.size() + newEvents;
        return upTo == 0
                ? new Finding.Known(new Verdict.Accepted(start.version(), start.position()))
                : new Finding.Appended(upTo);
    }

    private boolean add(Pending command, Finding finding, List<SerializedEvent> made, S next) {
        if (finding instanceof Finding.Known) {
            NewOutcome alone = outcome(new Decided(command, finding));
            tools.limits().check(new Commit(List.of(), List.of(alone), List.of(), List.of()));
        }
        decided.add(new Decided(command, finding));
        events.addAll(made);
        state = next;
        return true;
    }

    private boolean fault(Pending command, String reason, Optional<Throwable> cause) {
        faults.add(new Fault(command, reason, cause));
        return !command.durable();
    }

    /** Those that could not be decided; where durable, everything behind the first is undecided. */
    List<Fault> faults() {
        return faults;
    }

    boolean isEmpty() {
        return decided.isEmpty();
    }

    StreamId stream() {
        return stream;
    }

    Folded<S> start() {
        return start;
    }

    boolean changesNothing() {
        return events.isEmpty();
    }

    /** Everything that was decided; also makes sure that the stream is where it was decided on. */
    Commit commit() {
        List<NewOutcome> outcomes = new ArrayList<>(decided.size());
        Set<Lease> leases = new LinkedHashSet<>();
        for (Decided one : decided) {
            outcomes.add(outcome(one));
            Pending.Origin origin = one.command().origin();
            if (origin != null) {
                leases.add(origin.lease());
            }
        }
        Append append = new Append(stream, ExpectedVersion.exactly(start.version()), events);
        return new Commit(List.of(append), outcomes, List.of(), List.copyOf(leases));
    }

    private static NewOutcome outcome(Decided one) {
        Pending.Origin origin = one.command().origin();
        return new NewOutcome(
                one.command().header(),
                one.finding(),
                origin == null ? Optional.empty() : Optional.of(origin.queued().ticket()));
    }

    /** The state once the commit is stored. */
    Folded<S> end(Position last) {
        return events.isEmpty()
                ? start
                : new Folded<>(state, start.version().plus(events.size()), last, Optional.empty());
    }

    /** The outcome of every command, once the commit is stored. */
    Map<Pending, Outcome> outcomes(Position last) {
        Map<Pending, Outcome> outcomes = HashMap.newHashMap(decided.size());
        for (Decided one : decided) {
            outcomes.put(one.command(), outcome(one.finding(), last));
        }
        return outcomes;
    }

    private Outcome outcome(Finding finding, Position last) {
        return switch (finding) {
            case Finding.Appended(int upTo) ->
                new Outcome.Accepted(
                        stream, start.version().plus(upTo), Position.of(last.value() - (events.size() - upTo)));
            case Finding.Known(Verdict verdict) -> Outcomes.of(stream, verdict);
        };
    }
}
