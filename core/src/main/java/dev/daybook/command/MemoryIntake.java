package dev.daybook.command;

import dev.daybook.store.CommandHeader;
import dev.daybook.store.CommandState;
import dev.daybook.store.CommandStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Takes commands into the lanes, each id of a sender's once at a time on this node. Safe for use by many threads. */
final class MemoryIntake {

    /**
     * That a command was accepted.
     *
     * @param repeated whether its id was known already
     * @param outcome what it will be; null if the command is stored, so that the store is to be asked
     */
    record Accepted(boolean repeated, @Nullable CompletableFuture<Outcome> outcome) {}

    /** A command on its way into memory; others of its id wait until it is accepted. */
    private record Entry(Pending pending, CompletableFuture<Accepted> accepted) {}

    private final CommandStore commands;
    private final CommandListener listener;
    private final boolean storesCommands;
    private final Map<UUID, Entry> entries = new ConcurrentHashMap<>();

    /** @param storesCommands whether commands may wait in the store, too, so that an id may be in use there */
    MemoryIntake(CommandStore commands, CommandListener listener, boolean storesCommands) {
        this.commands = commands;
        this.listener = listener;
        this.storesCommands = storesCommands;
    }

    boolean holds(UUID command) {
        return entries.containsKey(command);
    }

    /**
     * Takes a command into a lane.
     *
     * @param leaves whether the sender does not wait, so that it must learn now what speaks against its command
     */
    Accepted take(Intake.Received received, RunningLane lane, boolean leaves) {
        Entry entry = new Entry(new Pending(received.work()), new CompletableFuture<>());
        UUID id = entry.pending().header().id();
        Entry first = entries.putIfAbsent(id, entry);
        if (first != null) {
            return join(first, received.work(), lane);
        }
        try {
            Accepted accepted = known(received.work(), lane, leaves).orElseGet(() -> offer(received, entry, lane));
            entry.accepted().complete(accepted);
            if (accepted.outcome() == null) {
                entries.remove(id, entry);
            } else {
                CompletableFuture<Outcome> unused =
                        accepted.outcome().whenComplete((outcome, error) -> entries.remove(id, entry));
            }
            return accepted;
        } catch (RuntimeException | Error e) {
            entries.remove(id, entry);
            entry.accepted().completeExceptionally(e);
            throw e;
        }
    }

    /** Stores a command for a durable lane, unless one of its id is in memory, which the store does not know of yet. */
    Accepted store(Intake.Received received, RunningLane lane, Optional<Instant> due) {
        if (!received.work().repeatable()) {
            return new Accepted(!lane.store(received, due), null);
        }
        Entry entry = new Entry(new Pending(received.work()), new CompletableFuture<>());
        UUID id = entry.pending().header().id();
        Entry first = entries.putIfAbsent(id, entry);
        if (first != null) {
            return join(first, received.work(), lane);
        }
        try {
            Accepted accepted = new Accepted(!lane.store(received, due), null);
            entry.accepted().complete(accepted);
            return accepted;
        } catch (RuntimeException | Error e) {
            entry.accepted().completeExceptionally(e);
            throw e;
        } finally {
            entries.remove(id, entry);
        }
    }

    private Accepted join(Entry first, Pending.Work repeated, RunningLane lane) {
        CommandHeader header = repeated.header();
        if (!first.pending().header().hash().equals(header.hash())) {
            // The id may be this one's by what is stored; then it is the one on its way that is refused.
            return commands.find(header.id())
                    .map(state -> repeat(state, repeated, lane))
                    .orElseThrow(
                            () -> new CommandIdReusedException(first.pending().header(), header.type()));
        }
        try {
            Accepted accepted = first.accepted().join();
            listener.duplicate(lane.name(), header.id());
            return new Accepted(true, accepted.outcome());
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static Accepted offer(Intake.Received received, Entry entry, RunningLane lane) {
        return switch (lane.take(entry.pending(), received)) {
            case KEPT -> new Accepted(false, entry.pending().outcome());
            case STORED -> new Accepted(false, null);
            case KNOWN -> new Accepted(true, null);
        };
    }

    /** Where no command waits in the store, what has its outcome is found by the worker, for many at once. */
    private Optional<Accepted> known(Pending.Work work, RunningLane lane, boolean leaves) {
        if (!work.repeatable() || !(storesCommands || leaves)) {
            return Optional.empty();
        }
        Optional<CommandState> state = storesCommands
                ? commands.find(work.header().id())
                : Optional.ofNullable(commands.outcomes(List.of(work.header().id()))
                                .get(work.header().id()))
                        .map(CommandState.Decided::new);
        return state.map(first -> repeat(first, work, lane));
    }

    private Accepted repeat(CommandState first, Pending.Work work, RunningLane lane) {
        if (!first.header().hash().equals(work.header().hash())) {
            throw new CommandIdReusedException(first.header(), work.header().type());
        }
        listener.duplicate(lane.name(), work.header().id());
        return first instanceof CommandState.Decided(var outcome)
                ? new Accepted(true, CompletableFuture.completedFuture(Outcomes.of(outcome)))
                : new Accepted(true, null);
    }
}
