package dev.daybook.testing.contract;

import dev.daybook.store.Append;
import dev.daybook.store.CommandHeader;
import dev.daybook.store.Commit;
import dev.daybook.store.Enqueue;
import dev.daybook.store.EventStore;
import dev.daybook.store.Lease;
import dev.daybook.store.Metadata;
import dev.daybook.store.NewOutcome;
import dev.daybook.store.NewOutcome.Finding;
import dev.daybook.store.ParkedCommand;
import dev.daybook.store.PayloadHash;
import dev.daybook.store.Position;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.Slices;
import dev.daybook.store.Verdict;
import dev.daybook.store.Version;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Adds to commits outcomes and commands of every kind, new ones and known ones, and leases that are held and that are not. */
final class RandomCommands {

    static final List<String> QUEUES = List.of("queue/0", "queue/1", "queue/2");
    static final List<String> LEASES = List.of("lease/0", "lease/1", "lease/2");

    private static final int REMEMBERED = 40;

    private final Random random;
    private final EventStore model;
    private final InstantSource clock;
    private final List<SerializedCommand> seen = new ArrayList<>();
    private final Map<String, Lease> taken = new HashMap<>();

    /** @param model tells what waits, by this clock */
    RandomCommands(Random random, EventStore model, InstantSource clock) {
        this.random = random;
        this.model = model;
        this.clock = clock;
    }

    /** A command that was in a commit before, whatever became of it; a new one at first. */
    SerializedCommand known() {
        return seen.isEmpty() ? fresh() : seen.get(random.nextInt(seen.size()));
    }

    Commit addedTo(Commit commit) {
        Set<UUID> used = new HashSet<>();
        List<NewOutcome> outcomes = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            SerializedCommand command = command();
            if (used.add(command.header().id())) {
                outcomes.add(outcome(command.header(), commit));
            }
        }
        List<Enqueue> enqueued = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            SerializedCommand command = command();
            if (used.add(command.header().id())) {
                enqueued.add(enqueue(command));
            }
        }
        List<Lease> leases = random.nextInt(4) == 0 ? List.of(lease()) : List.of();
        return new Commit(commit.appends(), outcomes, enqueued, leases);
    }

    /** A command that can be read in some queue; any known one if there is none. */
    UUID waiting() {
        List<QueuedCommand> waiting = model.commands().read(queue(), Slices.all(), 0, 5);
        return oneOf(
                waiting.stream().map(queued -> queued.command().header().id()).toList());
    }

    /** A command that is parked in some queue; any known one if there is none. */
    UUID parked() {
        List<ParkedCommand> parked = model.commands().parked(queue(), 0, 5);
        return oneOf(parked.stream()
                .map(found -> found.command().command().header().id())
                .toList());
    }

    private UUID oneOf(List<UUID> ids) {
        return ids.isEmpty() ? known().header().id() : ids.get(random.nextInt(ids.size()));
    }

    /** Makes leases that were taken likely to be named. */
    void remember(List<Lease> leases) {
        leases.forEach(lease -> taken.put(lease.name(), lease));
    }

    /** A lease that may be held, or was, or will be. */
    Lease lease() {
        String name = LEASES.get(random.nextInt(LEASES.size()));
        Lease latest = taken.getOrDefault(name, new Lease(name, 1));
        return random.nextInt(5) > 0 ? latest : new Lease(name, latest.epoch() + random.nextInt(-1, 2));
    }

    private String queue() {
        return QUEUES.get(random.nextInt(QUEUES.size()));
    }

    private SerializedCommand command() {
        SerializedCommand command = random.nextInt(4) == 0 ? known() : fresh();
        seen.add(command);
        if (seen.size() > REMEMBERED) {
            seen.removeFirst();
        }
        return command;
    }

    private SerializedCommand fresh() {
        String payload = random.nextInt(50) == 0 ? "{no JSON" : "{\"number\":" + random.nextInt() + "}";
        String type = "random-" + random.nextInt(3);
        CommandHeader header = new CommandHeader(
                new UUID(random.nextLong(), random.nextLong()),
                PayloadHash.of(type, payload),
                type,
                RandomCommits.stream(random),
                random.nextBoolean() ? Metadata.none() : RandomCommits.metadata(random));
        return new SerializedCommand(header, payload);
    }

    private NewOutcome outcome(CommandHeader command, Commit commit) {
        Optional<QueuedCommand.Ticket> ticket =
                random.nextInt(4) == 0 ? Optional.empty() : Tickets.of(model.commands(), command.id());
        return new NewOutcome(command, finding(command, commit), ticket);
    }

    private Finding finding(CommandHeader command, Commit commit) {
        int appended = commit.appends().stream()
                .filter(append -> append.stream().equals(command.stream()))
                .map(Append::events)
                .mapToInt(List::size)
                .sum();
        if (appended > 0) {
            return new Finding.Appended(1 + random.nextInt(appended));
        }
        return new Finding.Known(
                random.nextBoolean()
                        ? new Verdict.Refused("code-" + random.nextInt(3), "For the reason " + random.nextInt())
                        : new Verdict.Accepted(Version.of(random.nextInt(9)), Position.of(random.nextInt(9))));
    }

    private Enqueue enqueue(SerializedCommand command) {
        long capacity = random.nextInt(3) == 0 ? Enqueue.UNBOUNDED : 1 + random.nextInt(30);
        Optional<Instant> due = random.nextInt(4) > 0
                ? Optional.empty()
                : Optional.of(clock.instant().plusNanos(random.nextLong(-60_000_000_000L, 240_000_000_000L)));
        return new Enqueue(queue(), capacity, command, due);
    }
}
