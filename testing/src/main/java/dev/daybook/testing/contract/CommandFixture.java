package dev.daybook.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.store.Append;
import dev.daybook.store.CommandHeader;
import dev.daybook.store.CommandStore;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.Enqueue;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.Lease;
import dev.daybook.store.Metadata;
import dev.daybook.store.NewOutcome;
import dev.daybook.store.NewOutcome.Finding;
import dev.daybook.store.PayloadHash;
import dev.daybook.store.Position;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.RecordedOutcome;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.Slices;
import dev.daybook.store.StreamId;
import dev.daybook.store.Verdict;
import dev.daybook.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** What the tests of queues and outcomes have in common: commands, and short words for what is done with them. */
abstract class CommandFixture extends StoreFixture {

    static final String QUEUE = "orders";
    static final String OTHER_QUEUE = "customers";
    static final Verdict REFUSED = new Verdict.Refused("too-late", "The order was shipped already");

    /** For stores that are opened with it. */
    final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00.000001Z"));

    CommandFixture(Supplier<StoreStorage> newStorage) {
        super(newStorage);
    }

    final CommandStore commands() {
        return store().commands();
    }

    /** A new command whose content does not matter. */
    final SerializedCommand command(StreamId stream) {
        return command(stream, "{\"amount\": 12.50}");
    }

    final SerializedCommand command(StreamId stream, String payload) {
        return command(samples.id(), stream, payload, Metadata.none());
    }

    static SerializedCommand command(UUID id, StreamId stream, String payload, Metadata metadata) {
        String type = "do-something";
        return new SerializedCommand(
                new CommandHeader(id, PayloadHash.of(type, payload), type, stream, metadata), payload);
    }

    static Enqueue to(String queue, SerializedCommand command) {
        return to(queue, Enqueue.UNBOUNDED, command);
    }

    static Enqueue to(String queue, long capacity, SerializedCommand command) {
        return new Enqueue(queue, capacity, command, Optional.empty());
    }

    static Enqueue at(Instant due, String queue, SerializedCommand command) {
        return new Enqueue(queue, Enqueue.UNBOUNDED, command, Optional.of(due));
    }

    /** Puts a new command for each of the streams at the end of the queue, and returns them in their places. */
    final List<QueuedCommand> enqueue(StreamId... streams) {
        Enqueue[] added =
                Arrays.stream(streams).map(stream -> to(QUEUE, command(stream))).toArray(Enqueue[]::new);
        assertThat(store().commit(Commit.enqueue(added))).isInstanceOf(CommitResult.Committed.class);
        List<QueuedCommand> pending = pending(QUEUE);
        assertThat(pending).hasSizeGreaterThanOrEqualTo(streams.length);
        return pending.subList(pending.size() - streams.length, pending.size());
    }

    /** What can be read of a queue. */
    final List<QueuedCommand> pending(String queue) {
        return commands().read(queue, Slices.all(), 0, Integer.MAX_VALUE);
    }

    final List<SerializedCommand> pendingCommands(String queue) {
        return commandsOf(pending(queue));
    }

    static List<SerializedCommand> commandsOf(List<QueuedCommand> queued) {
        return queued.stream().map(QueuedCommand::command).toList();
    }

    static UUID id(QueuedCommand queued) {
        return id(queued.command());
    }

    static UUID id(SerializedCommand command) {
        return command.header().id();
    }

    /** The outcome of a queued command, by which it leaves its place. */
    static NewOutcome outcome(QueuedCommand queued, Finding finding) {
        return new NewOutcome(queued.command().header(), finding, Optional.of(queued.ticket()));
    }

    /** The outcome of a command of which no place is known. */
    static NewOutcome outcome(SerializedCommand command, Finding finding) {
        return new NewOutcome(command.header(), finding, Optional.empty());
    }

    static NewOutcome refusal(QueuedCommand queued) {
        return outcome(queued, new Finding.Known(REFUSED));
    }

    static NewOutcome refusal(SerializedCommand command) {
        return outcome(command, new Finding.Known(REFUSED));
    }

    static Commit outcomes(NewOutcome... outcomes) {
        return new Commit(List.of(), List.of(outcomes), List.of(), List.of());
    }

    /** A commit of so many new events of the command's stream with an outcome that counts them all. */
    final Commit accept(SerializedCommand command, ExpectedVersion expected, int events) {
        Append append = new Append(command.header().stream(), expected, samples.events(events));
        return new Commit(
                List.of(append), List.of(outcome(command, new Finding.Appended(events))), List.of(), List.of());
    }

    static Commit under(Lease lease, Commit commit) {
        return new Commit(commit.appends(), commit.outcomes(), commit.enqueued(), List.of(lease));
    }

    /** The lease that a living node holds. */
    final Lease lease() {
        Set<Lease> held =
                store().leases().heartbeat("a-node", Duration.ofHours(1)).leases();
        if (!held.isEmpty()) {
            return held.iterator().next();
        }
        List<Lease> acquired = store().leases().acquire("a-node", List.of("a-lease"), 1);
        assertThat(acquired).hasSize(1);
        return acquired.getFirst();
    }

    /** The outcome that a command has. */
    final RecordedOutcome recorded(UUID command) {
        RecordedOutcome outcome = commands().outcomes(List.of(command)).get(command);
        if (outcome == null) {
            throw new AssertionError("Command " + command + " has no outcome");
        }
        return outcome;
    }

    final Verdict verdict(UUID command) {
        return recorded(command).verdict();
    }

    /** Stored without events, and without those commands. */
    static CommitResult committedWithout(long position, UUID... known) {
        return new CommitResult.Committed(Position.of(position), List.of(), Set.of(known));
    }
}
