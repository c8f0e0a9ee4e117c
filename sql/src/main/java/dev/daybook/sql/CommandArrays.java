package dev.daybook.sql;

import dev.daybook.store.Append;
import dev.daybook.store.CommandHeader;
import dev.daybook.store.Commit;
import dev.daybook.store.Enqueue;
import dev.daybook.store.Lease;
import dev.daybook.store.NewOutcome;
import dev.daybook.store.NewOutcome.Finding;
import dev.daybook.store.StreamId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The leases, outcomes and commands of a group, laid out as the array parameters of {@code commit_group}; see there for what
 * each holds.
 */
final class CommandArrays {

    /** Something of a commit, with the commit's number in its group, from 1. */
    private record Part<T>(int commit, T value) {}

    /** @param event the number of its last event in the group, from 1, or 0 */
    private record Outcome(int event, CommandHeader command, VerdictColumns columns) {}

    private final List<Part<Lease>> leases = new ArrayList<>();
    private final List<Part<Outcome>> outcomes = new ArrayList<>();
    private final List<Part<Enqueue>> enqueued = new ArrayList<>();
    private final Map<String, Integer> queues = new LinkedHashMap<>();

    private CommandArrays() {}

    static CommandArrays of(CommitGroup group) {
        CommandArrays arrays = new CommandArrays();
        int events = 0;
        for (int i = 0; i < group.entries().size(); i++) {
            Commit commit = group.entries().get(i).commit();
            arrays.put(commit, i + 1, events);
            events += commit.eventCount();
        }
        return arrays;
    }

    private void put(Commit commit, int number, int eventsBefore) {
        for (Lease lease : commit.leases()) {
            leases.add(new Part<>(number, lease));
        }
        for (NewOutcome outcome : commit.outcomes()) {
            outcomes.add(new Part<>(number, outcome(outcome, commit, eventsBefore)));
        }
        for (Enqueue enqueue : commit.enqueued()) {
            enqueued.add(new Part<>(number, enqueue));
            queues.putIfAbsent(enqueue.queue(), queues.size() + 1);
        }
    }

    private static Outcome outcome(NewOutcome outcome, Commit commit, int eventsBefore) {
        CommandHeader command = outcome.command();
        return switch (outcome.finding()) {
            case Finding.Appended(int events) ->
                new Outcome(
                        eventsBefore + eventsBefore(commit, command.stream()) + events,
                        command,
                        VerdictColumns.acceptedWithEvents());
            case Finding.Known(var verdict) -> new Outcome(0, command, VerdictColumns.of(verdict));
        };
    }

    private static int eventsBefore(Commit commit, StreamId stream) {
        int events = 0;
        for (Append append : commit.appends()) {
            if (append.stream().equals(stream)) {
                return events;
            }
            events += append.events().size();
        }
        throw new IllegalStateException("The commit appends nothing to stream " + stream);
    }

    /** Binds the arrays in the order of the statement, from the given parameter on; null for what the group has none of. */
    void bind(PreparedStatement statement, int first) throws SQLException {
        int next = bind(statement, first, !leases.isEmpty(), leaseArrays());
        next = bind(statement, next, !outcomes.isEmpty(), outcomeArrays());
        bind(statement, next, !enqueued.isEmpty(), enqueueArrays());
    }

    private static int bind(PreparedStatement statement, int first, boolean any, Object... arrays) throws SQLException {
        int next = first;
        for (Object array : arrays) {
            if (any) {
                statement.setObject(next++, array);
            } else {
                statement.setNull(next++, Types.ARRAY);
            }
        }
        return next;
    }

    private Object[] leaseArrays() {
        return new Object[] {
            commits(leases),
            texts(leases, Lease::name),
            leases.stream().mapToLong(part -> part.value().epoch()).toArray()
        };
    }

    private Object[] outcomeArrays() {
        return new Object[] {
            commits(outcomes),
            numbers(outcomes, Outcome::event),
            texts(outcomes, outcome -> outcome.command().id().toString()),
            texts(outcomes, outcome -> outcome.command().hash().hex()),
            texts(outcomes, outcome -> outcome.command().type()),
            texts(outcomes, outcome -> outcome.command().stream().toString()),
            texts(outcomes, outcome -> outcome.columns().verdict()),
            outcomes.stream().map(part -> part.value().columns().version()).toArray(Long[]::new),
            outcomes.stream().map(part -> part.value().columns().position()).toArray(Long[]::new),
            texts(outcomes, outcome -> outcome.columns().code()),
            texts(outcomes, outcome -> outcome.columns().reason()),
            texts(
                    outcomes,
                    outcome -> outcome.command().metadata().correlation().orElse(null)),
            texts(outcomes, outcome -> outcome.command().metadata().causation().orElse(null)),
            texts(outcomes, outcome -> MetadataJson.write(outcome.command().metadata()))
        };
    }

    private Object[] enqueueArrays() {
        return new Object[] {
            queues.keySet().toArray(String[]::new),
            commits(enqueued),
            numbers(enqueued, enqueue -> queues.getOrDefault(enqueue.queue(), 0)),
            enqueued.stream().mapToLong(part -> part.value().capacity()).toArray(),
            // cut off here to microseconds, since PostgreSQL would round
            texts(
                    enqueued,
                    enqueue -> enqueue.due()
                            .map(due -> due.truncatedTo(ChronoUnit.MICROS).toString())
                            .orElse(null)),
            texts(enqueued, enqueue -> header(enqueue).id().toString()),
            texts(enqueued, enqueue -> header(enqueue).hash().hex()),
            numbers(enqueued, enqueue -> header(enqueue).stream().slice()),
            texts(enqueued, enqueue -> header(enqueue).type()),
            texts(enqueued, enqueue -> header(enqueue).stream().toString()),
            texts(enqueued, enqueue -> header(enqueue).metadata().correlation().orElse(null)),
            texts(enqueued, enqueue -> header(enqueue).metadata().causation().orElse(null)),
            texts(enqueued, enqueue -> enqueue.command().payload()),
            texts(enqueued, enqueue -> MetadataJson.write(header(enqueue).metadata()))
        };
    }

    private static CommandHeader header(Enqueue enqueue) {
        return enqueue.command().header();
    }

    private static <T> int[] commits(List<Part<T>> parts) {
        return parts.stream().mapToInt(Part::commit).toArray();
    }

    private static <T> int[] numbers(List<Part<T>> parts, ToIntFunction<T> number) {
        return parts.stream().mapToInt(part -> number.applyAsInt(part.value())).toArray();
    }

    private static <T> @Nullable String[] texts(List<Part<T>> parts, Function<T, @Nullable String> text) {
        @Nullable String[] texts = new String[parts.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = text.apply(parts.get(i).value());
        }
        return texts;
    }
}
