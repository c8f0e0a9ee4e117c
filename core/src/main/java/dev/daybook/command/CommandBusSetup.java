package dev.daybook.command;

import dev.daybook.ConfigurationException;
import dev.daybook.subscription.Backoff;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** How a context's commands are carried out. Not for use by many threads. */
public final class CommandBusSetup {

    /** The lane of commands that no other takes; in memory, unless it is set up otherwise. */
    public static final String DEFAULT_LANE = "default";

    private static final int DEFAULT_CONFLICTS = 100;
    private static final int DEFAULT_STATES = 10_000;
    private static final long DEFAULT_STATE_BYTES = 64L << 20;
    private static final int DEFAULT_ATTEMPTS = 10;

    private final Map<String, LaneSetup> lanes = new LinkedHashMap<>();
    private final Set<String> elsewhere = new HashSet<>();
    private CommandListener listener = CommandListener.NONE;
    private Endings.Patience patience = new Endings.Patience(
            new Backoff(Duration.ofMillis(50), Duration.ofSeconds(10)), DEFAULT_ATTEMPTS, Duration.ofSeconds(2));
    private Duration leaseTime = Duration.ofSeconds(10);
    private Duration outcomeRetention = Duration.ofDays(30);
    private Duration sendTimeout = Duration.ofSeconds(60);
    private int conflicts = DEFAULT_CONFLICTS;
    private int states = DEFAULT_STATES;
    private long stateBytes = DEFAULT_STATE_BYTES;
    private boolean traces = true;

    /** A bus with one lane in memory. */
    public CommandBusSetup() {
        lanes.put(DEFAULT_LANE, new LaneSetup(DEFAULT_LANE));
    }

    /** Sets up a lane: a lower-case letter, then lower-case letters, digits and {@code -}, at most 40. */
    public CommandBusSetup lane(String name, Consumer<LaneSetup> configure) {
        LaneSetup lane = lanes.computeIfAbsent(name, LaneSetup::new);
        configure.accept(lane);
        lane.check();
        return this;
    }

    /**
     * Lanes for which commands may wait in the store though this node does not run them, since other nodes of the context do.
     * Commands that wait for any other lane that is gone keep the context from starting.
     */
    public CommandBusSetup elsewhere(String... names) {
        elsewhere.addAll(List.of(names));
        return this;
    }

    /** Who is told what happens. */
    public CommandBusSetup listener(CommandListener newListener) {
        listener = newListener;
        return this;
    }

    /**
     * How long to wait between attempts at what the store did not answer, and how many to make: then a command in memory is
     * given back to its sender and a durable one is parked. 10 attempts, 50 ms to 10 s apart, unless set.
     *
     * @see #giveBackAfter
     */
    public CommandBusSetup retries(Backoff backoff, int attempts) {
        require(attempts, "attempts");
        patience = new Endings.Patience(backoff, attempts, patience.longest());
        return this;
    }

    /**
     * After how long a command in memory, whose sender may wait, is given back at the next failure of the store, whatever the
     * attempts; 2 s unless set.
     */
    public CommandBusSetup giveBackAfter(Duration time) {
        patience = new Endings.Patience(
                patience.backoff(), patience.attempts(), Durations.positive(time, "time to give back after"));
        return this;
    }

    /**
     * How often commands are decided before conflicts with other writers make them fail; 100 times unless set. On a durable lane
     * the stream rests then instead, and is parked when it has come to that as often as there are
     * {@linkplain #retries attempts}. Conflicts do not count as failures.
     */
    public CommandBusSetup conflictsAtMost(int times) {
        require(times, "conflicts");
        conflicts = times;
        return this;
    }

    /**
     * After how long without a sign of life a node loses its part of the durable lanes, and of all that follows the log; 10 s
     * unless set.
     */
    public CommandBusSetup leaseTime(Duration time) {
        leaseTime = Durations.positive(time, "lease time");
        return this;
    }

    /**
     * How long outcomes are remembered at least, and with them which commands were seen; 30 days unless set, at most 100 years,
     * which is for good.
     */
    public CommandBusSetup outcomeRetention(Duration time) {
        outcomeRetention = Durations.positive(time, "outcome retention");
        return this;
    }

    /** How long {@link CommandBus#send} waits for the outcome of a command on a durable lane; 60 s unless set. */
    public CommandBusSetup sendTimeout(Duration time) {
        sendTimeout = Durations.positive(time, "send timeout");
        return this;
    }

    /**
     * How many states of streams are kept in memory, and how many bytes they may take together, as JSON; 10,000 and 64 MiB
     * unless set.
     */
    public CommandBusSetup stateCache(int newStates, long bytes) {
        require(newStates, "cached states");
        require(bytes, "bytes of cached states");
        states = newStates;
        stateBytes = bytes;
        return this;
    }

    /** Whether events and outcomes are indexed by correlation id, in the background; they are unless set. */
    public CommandBusSetup traces(boolean wanted) {
        traces = wanted;
        return this;
    }

    /** Whether the lane that takes commands of this type, where the sender names no other, is durable. */
    public boolean stores(Class<?> command) {
        return laneFor(command).isDurable();
    }

    /** The lane that takes commands of this type. */
    LaneSetup laneFor(Class<?> command) {
        return lanes.values().stream()
                .filter(lane -> lane.takes(command))
                .findFirst()
                .orElseGet(() -> Objects.requireNonNull(lanes.get(DEFAULT_LANE)));
    }

    Map<String, LaneSetup> lanes() {
        return lanes;
    }

    Set<String> lanesElsewhere() {
        return elsewhere;
    }

    CommandListener listener() {
        return listener;
    }

    Endings.Patience patience() {
        return patience;
    }

    /** After how long without a sign of life a node loses its part of the work. */
    public Duration leaseTime() {
        return leaseTime;
    }

    Duration outcomeRetention() {
        return outcomeRetention;
    }

    Duration sendTimeout() {
        return sendTimeout;
    }

    int conflictsAtMost() {
        return conflicts;
    }

    int states() {
        return states;
    }

    long stateBytes() {
        return stateBytes;
    }

    boolean traces() {
        return traces;
    }

    private static void require(long value, String what) {
        if (value < 1) {
            throw new ConfigurationException("The number of " + what + " must be positive, found " + value);
        }
    }
}
