package dev.daybook.command;

import dev.daybook.store.CommandState;
import dev.daybook.store.CommandStore;
import dev.daybook.store.Intervention;
import dev.daybook.store.ParkedCommand;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** What the people who run a context can see of its commands, and do about those that are parked. Safe for use by many threads. */
public final class CommandOperations {

    private final CommandStore store;
    private final Intake intake;
    private final Collection<RunningLane> lanes;

    CommandOperations(CommandStore store, Intake intake, Collection<RunningLane> lanes) {
        this.store = store;
        this.intake = intake;
        this.lanes = lanes;
    }

    /**
     * How a lane stands.
     *
     * @param inMemory commands in the memory of this node
     * @param stored commands in the store, over all nodes: those of a durable lane, or that overflowed from one in memory
     * @param scheduled commands that wait for their time
     * @param parked streams whose first command waits for a person
     */
    public record LaneStatus(String name, boolean durable, int inMemory, long stored, long scheduled, long parked) {}

    /** How each lane stands. */
    public List<LaneStatus> lanes() {
        return lanes.stream().map(this::statusOf).toList();
    }

    private LaneStatus statusOf(RunningLane lane) {
        CommandStore.QueueStatus queue = store.status(lane.queue());
        long overflowed = store.queues(lane.overflowPrefix()).stream()
                .mapToLong(name -> store.status(name).pending())
                .sum();
        return new LaneStatus(
                lane.name(),
                lane.isDurable(),
                lane.held(),
                queue.pending() + overflowed,
                queue.scheduled(),
                queue.parked());
    }

    /**
     * Parked commands of a durable lane, in the order of their places, at most {@code limit}.
     *
     * @param after the place of the last one seen, 0 to begin
     */
    public List<ParkedCommand> parked(String lane, long after, int limit) {
        return store.parked(laneNamed(lane).queue(), after, limit);
    }

    /** A command wherever it is, with its payload where it has no outcome yet. */
    public Optional<CommandState> show(UUID command) {
        return store.find(command);
    }

    /** Lets a parked command be tried again, at its place, and after it those that wait behind it. False if it is not parked. */
    public boolean retry(UUID command, Intervention intervention) {
        return store.retry(command, intervention);
    }

    /**
     * Gives a parked command another payload and lets it be tried again, at its place. Who did it and why is kept, with the
     * payload before and after. False if it is not parked.
     *
     * @param payload JSON of the command's own type, for the same stream
     * @throws IllegalArgumentException if the payload is not
     */
    public boolean edit(UUID command, String payload, Intervention intervention) {
        if (!(store.find(command).orElse(null) instanceof CommandState.Parked(var parked))) {
            return false;
        }
        intake.requireReplaceable(parked.command().command().header(), payload);
        return store.edit(command, payload, intervention);
    }

    /** Gives a parked command up: it is out of its lane for good, and those behind it go on. False if it is not parked. */
    public boolean discard(UUID command, Intervention intervention) {
        return store.discard(command, intervention);
    }

    private RunningLane laneNamed(String name) {
        return lanes.stream()
                .filter(lane -> lane.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    TreeSet<String> known = new TreeSet<>();
                    lanes.forEach(lane -> known.add(lane.name()));
                    return new IllegalArgumentException("There is no lane " + name + ", there are " + known);
                });
    }
}
