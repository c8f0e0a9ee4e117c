package dev.daybook.command;

import dev.daybook.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** How one lane is set up. Not for use by many threads. */
public final class LaneSetup {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final int DEFAULT_CAPACITY = 1_000;
    private static final int DEFAULT_BATCH = 256;
    private static final int STREAMS_AT_ONCE = 64;
    private static final int DEFAULT_WORKERS = 4;
    private static final int DURABLE_WORKERS = 2;
    private static final int LEAST_WINDOW = 1_000;
    private static final int WINDOW_BATCHES = 4;

    private final String name;
    private final List<Class<?>> takes = new ArrayList<>();
    private int capacity = DEFAULT_CAPACITY;
    private int batch = DEFAULT_BATCH;
    private int workers;
    private boolean durable;
    private WhenFull whenFull = WhenFull.reject();

    LaneSetup(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new ConfigurationException("Lane name '" + name
                    + "' is not one: expected a lower-case letter, then at most 39 lower-case letters, digits and '-'");
        }
        this.name = name;
    }

    /**
     * How many commands it holds that are accepted and not finished, {@value #DEFAULT_CAPACITY} unless set. On a durable lane
     * all nodes share the number; scheduled commands do not count before their time. What waits for a person there, parked
     * commands and those behind them, is not held against other streams, up to the same number again: a stream that is
     * parked is refused more once the lane is full, others go on.
     */
    public LaneSetup capacity(int commands) {
        capacity = positive("capacity", commands);
        return this;
    }

    /** What to do with a command beyond the capacity; {@link WhenFull#reject()} unless set. */
    public LaneSetup whenFull(WhenFull answer) {
        whenFull = answer;
        return this;
    }

    /**
     * Stores each command before it is accepted, so that it is carried out whatever happens to this process: by this node or
     * another that runs the same lane.
     */
    public LaneSetup durable() {
        durable = true;
        return this;
    }

    /**
     * How many threads carry out its commands, which no other lane uses. Unless set, {@value #DEFAULT_WORKERS} for a lane in
     * memory, so that some decide while others wait for the store, and {@value #DURABLE_WORKERS} for a durable one.
     */
    public LaneSetup workers(int threads) {
        workers = positive("number of workers", threads);
        return this;
    }

    /**
     * How many commands a worker takes at one time, {@value #DEFAULT_BATCH} unless set; on a lane in memory of
     * {@value #STREAMS_AT_ONCE} streams at most, so that the workers share what waits. Fewer leave other lanes more of the
     * database at each moment.
     */
    public LaneSetup batch(int commands) {
        batch = positive("batch", commands);
        return this;
    }

    /** The lane takes these types of commands, and those below them, unless the sender names another. */
    public LaneSetup takes(Class<?>... types) {
        takes.addAll(List.of(types));
        return this;
    }

    String name() {
        return name;
    }

    int capacity() {
        return capacity;
    }

    /** How many commands it holds in memory; what is stored besides waits in the database. */
    int window() {
        return durable ? Math.min(capacity, Math.max(LEAST_WINDOW, WINDOW_BATCHES * batch)) : capacity;
    }

    int batch() {
        return batch;
    }

    /** Of how many streams a worker takes commands at one time. */
    int streamsAtOnce() {
        return durable ? batch : STREAMS_AT_ONCE;
    }

    int workers() {
        int unlessSet = durable ? DURABLE_WORKERS : DEFAULT_WORKERS;
        return workers == 0 ? unlessSet : workers;
    }

    boolean isDurable() {
        return durable;
    }

    WhenFull whenFull() {
        return whenFull;
    }

    boolean takes(Class<?> type) {
        return takes.stream().anyMatch(taken -> taken.isAssignableFrom(type));
    }

    void check() {
        if (durable && whenFull instanceof WhenFull.Overflow) {
            throw new ConfigurationException("Lane " + name
                    + " is durable and cannot overflow: what it overflows into is what it is; raise its capacity, or leave"
                    + " durable() out");
        }
    }

    private int positive(String what, int value) {
        if (value < 1) {
            throw new ConfigurationException("The " + what + " of lane " + name + " must be positive, found " + value);
        }
        return value;
    }
}
