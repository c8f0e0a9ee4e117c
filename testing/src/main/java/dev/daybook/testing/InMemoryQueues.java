package dev.daybook.testing;

import dev.daybook.store.CommandState;
import dev.daybook.store.CommandStore;
import dev.daybook.store.CommitResult;
import dev.daybook.store.Enqueue;
import dev.daybook.store.NewOutcome;
import dev.daybook.store.ParkedCommand;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.SerializedCommand;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commands that wait for their turn, for a person, or for their time. Not safe for use by many threads. */
final class InMemoryQueues {

    private final TreeMap<String, InMemoryQueue> queues = new TreeMap<>();
    private final Map<UUID, QueuedCommand> queued = new HashMap<>();
    private final Map<UUID, CommandState.Scheduled> scheduled = new LinkedHashMap<>();
    private long sequence;
    private long changes;

    boolean holds(UUID id) {
        return queued.containsKey(id) || scheduled.containsKey(id);
    }

    long changes() {
        return changes;
    }

    InMemoryQueue queue(String name) {
        return queues.computeIfAbsent(name, key -> new InMemoryQueue());
    }

    CommandStore.QueueStatus status(String name) {
        return queue(name)
                .status(inSchedule(state -> state.queue().equals(name)).count());
    }

    Set<String> names(String prefix) {
        return queues.entrySet().stream()
                .filter(entry ->
                        entry.getKey().startsWith(prefix) && entry.getValue().pending() > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Set<String> scheduledNames(String prefix) {
        return scheduled.values().stream()
                .map(CommandState.Scheduled::queue)
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Optional<CommandState> find(UUID id) {
        return parked(id)
                .<CommandState>map(CommandState.Parked::new)
                .or(() -> Optional.ofNullable(queued.get(id)).map(CommandState.Queued::new))
                .or(() -> Optional.ofNullable(scheduled.get(id)));
    }

    /** All that wait and fulfil the condition: those in queues in order, then those for which it is not time, in order. */
    Stream<CommandState> waiting(Predicate<SerializedCommand> condition) {
        Stream<CommandState> inQueues = queued.values().stream()
                .filter(command -> condition.test(command.command()))
                .sorted(Comparator.comparingLong(QueuedCommand::sequence))
                .flatMap(command -> find(command.command().header().id()).stream());
        return Stream.concat(inQueues, inSchedule(state -> condition.test(state.command())));
    }

    /** The answer to a commit for whose new commands a queue has no room, not even once its outcomes have made some. */
    Optional<CommitResult> full(List<Enqueue> added, List<NewOutcome> outcomes, Instant now) {
        Map<String, Long> leaving = outcomes.stream()
                .flatMap(outcome ->
                        Optional.ofNullable(queued.get(outcome.command().id())).stream())
                .collect(Collectors.groupingBy(QueuedCommand::queue, Collectors.counting()));
        Map<String, Long> joining = new HashMap<>();
        for (Enqueue enqueue : added) {
            if (waitsForItsTime(enqueue, now)) {
                continue;
            }
            String name = enqueue.queue();
            long pending = queue(name).pending() - leaving.getOrDefault(name, 0L);
            if (pending + joining.merge(name, 1L, Long::sum) > enqueue.capacity()) {
                return Optional.of(new CommitResult.QueueFull(name, pending, enqueue.capacity()));
            }
        }
        return Optional.empty();
    }

    void add(Enqueue enqueue, Instant now, Instant recordedAt) {
        changes++;
        if (waitsForItsTime(enqueue, now)) {
            Instant due = enqueue.due().orElseThrow().truncatedTo(ChronoUnit.MICROS);
            scheduled.put(
                    enqueue.command().header().id(),
                    new CommandState.Scheduled(enqueue.queue(), due, enqueue.command()));
        } else {
            addAtTheEnd(enqueue.queue(), enqueue.command(), recordedAt);
        }
    }

    private static boolean waitsForItsTime(Enqueue enqueue, Instant now) {
        return enqueue.due()
                .map(due -> due.truncatedTo(ChronoUnit.MICROS).isAfter(now))
                .orElse(false);
    }

    private void addAtTheEnd(String name, SerializedCommand command, Instant enqueuedAt) {
        sequence++;
        QueuedCommand added = new QueuedCommand(name, sequence, enqueuedAt, command);
        queue(name).put(added);
        queued.put(command.header().id(), added);
    }

    /** Takes a command out of wherever it waits, if it does. */
    void remove(UUID id) {
        QueuedCommand found = queued.remove(id);
        if (found != null) {
            changes++;
            queue(found.queue()).remove(found);
        }
        if (scheduled.remove(id) != null) {
            changes++;
        }
    }

    boolean park(QueuedCommand command, int attempts, String error, Instant parkedAt) {
        boolean isParked = queue(command.queue()).park(command, attempts, error, parkedAt);
        if (isParked) {
            changes++;
        }
        return isParked;
    }

    Optional<ParkedCommand> parked(UUID id) {
        return Optional.ofNullable(queued.get(id))
                .flatMap(command -> queue(command.queue()).parked(command));
    }

    /** Lets a parked command be tried again at its place, with this payload. */
    void retry(ParkedCommand parked, String payload) {
        QueuedCommand command = parked.command();
        QueuedCommand again = new QueuedCommand(
                command.queue(),
                command.sequence(),
                command.enqueuedAt(),
                new SerializedCommand(command.command().header(), payload));
        changes++;
        queued.put(command.command().header().id(), again);
        queue(command.queue()).unpark(again);
    }

    boolean cancel(UUID id, Instant now) {
        CommandState.Scheduled found = scheduled.get(id);
        if (found == null || !found.due().isAfter(now)) {
            return false;
        }
        changes++;
        scheduled.remove(id);
        return true;
    }

    Optional<Instant> releaseDue(int limit, Instant now, Instant enqueuedAt) {
        List<CommandState.Scheduled> due =
                inSchedule(state -> !state.due().isAfter(now)).limit(limit).toList();
        for (CommandState.Scheduled state : due) {
            changes++;
            scheduled.remove(state.header().id());
            addAtTheEnd(state.queue(), state.command(), enqueuedAt);
        }
        return inSchedule(state -> true).findFirst().map(CommandState.Scheduled::due);
    }

    /** What waits for its time, the next first. */
    private Stream<CommandState.Scheduled> inSchedule(Predicate<CommandState.Scheduled> condition) {
        return scheduled.values().stream().filter(condition).sorted(Comparator.comparing(CommandState.Scheduled::due));
    }

    /** What is wrong with the payload of a command, if anything is. */
    static Optional<String> fault(SerializedCommand command) {
        return JsonText.faultOf(command.payload())
                .map(fault -> "The payload of command " + command.header().id() + ", "
                        + command.header().type() + " for stream "
                        + command.header().stream() + ", is no JSON text, " + fault
                        + "; nothing was stored: let a codec write the payload");
    }
}
