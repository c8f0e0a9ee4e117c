package dev.daybook.subscription;

import dev.daybook.ConfigurationException;
import dev.daybook.store.EventFilter;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** How a subscription is set up. Not for use by many threads; read once when the subscription is run. */
public final class SubscriptionSetup {

    /** Into how many partitions a subscription can be cut at most. */
    public static final int MOST_PARTITIONS = 64;

    /** The longest name, in characters. */
    public static final int LONGEST_NAME = 100;

    private static final int DEFAULT_BATCH = 1_000;
    private static final long DEFAULT_KEPT_ASIDE = 100_000;

    private final String name;
    private EventFilter filter = EventFilter.all();
    private FailurePolicy onFailure = FailurePolicy.park(10);
    private Start start = Start.beginning();
    private Optional<String> harmOfReset = Optional.empty();
    private OptionalInt throttle = OptionalInt.empty();
    private int partitions = 1;
    private int batch = DEFAULT_BATCH;
    private long keptAside = DEFAULT_KEPT_ASIDE;
    private Duration stallTime = Duration.ofMinutes(1);

    private SubscriptionSetup(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('/') >= 0) {
            throw new ConfigurationException("Subscription name '" + name + "' is not one: expected 1 to "
                    + LONGEST_NAME + " characters, none of them a '/'");
        }
        this.name = name;
    }

    /** Begins a setup. The name is that of the stored checkpoints. */
    public static SubscriptionSetup named(String name) {
        return new SubscriptionSetup(name);
    }

    /** Which events it is given; all unless set. */
    public SubscriptionSetup filter(EventFilter wanted) {
        filter = wanted;
        return this;
    }

    /**
     * Into how many parts the keys are cut, each with a checkpoint of its own, dealt with beside each other and shared among
     * nodes: a power of two up to {@value #MOST_PARTITIONS}, 1 unless set. Not to be changed for a subscription that is known.
     */
    public SubscriptionSetup partitions(int number) {
        if (number < 1 || number > MOST_PARTITIONS || Integer.bitCount(number) != 1) {
            throw new ConfigurationException("Subscription " + name + " is cut into a power of two up to "
                    + MOST_PARTITIONS + ", found " + number + " partitions");
        }
        partitions = number;
        return this;
    }

    /** What becomes of events that fail; parked after ten attempts unless set. */
    public SubscriptionSetup onFailure(FailurePolicy policy) {
        onFailure = policy;
        return this;
    }

    /** Where it begins when it is run for the first time; at the beginning unless set. */
    public SubscriptionSetup startAt(Start first) {
        start = first;
        return this;
    }

    /** How many events are handed over at one time at most; {@value #DEFAULT_BATCH} unless set. */
    public SubscriptionSetup batch(int events) {
        batch = positive("batch", events);
        return this;
    }

    /** How many events a second it deals with on this node at most; as many as it can unless set. */
    public SubscriptionSetup throttle(OptionalInt eventsPerSecond) {
        eventsPerSecond.ifPresent(events -> positive("throttle", events));
        throttle = eventsPerSecond;
        return this;
    }

    /**
     * How many events it keeps aside at most, {@value #DEFAULT_KEPT_ASIDE} unless set; counted now and then, so that it may be
     * some thousands more. Then it takes in nothing new, and is {@link SubscriptionStatus.State#STOPPED}, until a tenth of
     * them is dealt with or discarded; those that are tried again still are.
     */
    public SubscriptionSetup keptAside(int events) {
        keptAside = positive("number of events kept aside", events);
        return this;
    }

    /** After how long one call of the handler, or a partition that nobody works on, counts as stalled; a minute unless set. */
    public SubscriptionSetup stallTime(Duration time) {
        if (!time.isPositive()) {
            throw new ConfigurationException(
                    "The stall time of subscription " + name + " must be positive, found " + time);
        }
        stallTime = time;
        return this;
    }

    /**
     * Has people who reset it told what harm that does, and asked whether they know.
     *
     * @param harm ends the sentence "it is not reset, since …"
     */
    public SubscriptionSetup resetDoesHarm(String harm) {
        harmOfReset = Optional.of(harm);
        return this;
    }

    private int positive(String what, int value) {
        if (value < 1) {
            throw new ConfigurationException(
                    "The " + what + " of subscription " + name + " must be positive, found " + value);
        }
        return value;
    }

    public String name() {
        return name;
    }

    Optional<String> harmOfReset() {
        return harmOfReset;
    }

    EventFilter filter() {
        return filter;
    }

    int partitions() {
        return partitions;
    }

    FailurePolicy onFailure() {
        return onFailure;
    }

    Start start() {
        return start;
    }

    int batch() {
        return batch;
    }

    OptionalInt throttle() {
        return throttle;
    }

    long keptAside() {
        return keptAside;
    }

    Duration stallTime() {
        return stallTime;
    }
}
