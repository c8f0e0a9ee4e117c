package dev.daybook.sql;

import dev.daybook.ConfigurationException;
import dev.daybook.event.RecordedEvent;
import dev.daybook.projection.WhenChanged;
import dev.daybook.subscription.FailurePolicy;
import dev.daybook.subscription.SubscriptionSetup;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says how a {@link SqlProjection} deals with events; {@link #onEach} or {@link #onBatch} ends it. Not for use by many threads.
 *
 * @param <E> events
 */
public final class SqlProjectionBuilder<E> {

    private static final Duration DEFAULT_STEP_TIMEOUT = Duration.ofSeconds(30);

    private final String name;
    private final List<SqlTable> tables;
    private final Class<E> events;
    private @Nullable Function<RecordedEvent<E>, String> key;
    private @Nullable SqlEventStore database;
    private @Nullable FailurePolicy onFailure;
    private WhenChanged whenChanged = WhenChanged.REBUILD;
    private Duration stepTimeout = DEFAULT_STEP_TIMEOUT;
    private int partitions = 1;
    private int revision = 1;

    SqlProjectionBuilder(String name, List<SqlTable> tables, Class<E> events) {
        this.name = name;
        this.tables = tables;
        this.events = events;
    }

    private SqlProjectionBuilder(SqlProjectionBuilder<E> other) {
        this(other.name, other.tables, other.events);
        key = other.key;
        database = other.database;
        onFailure = other.onFailure;
        whenChanged = other.whenChanged;
        stepTimeout = other.stepTimeout;
        partitions = other.partitions;
        revision = other.revision;
    }

    /**
     * Keeps events of one value of this pure function in order, instead of those of one stream: one that fails holds up those
     * of its own value only. With one partition, all others are in the order of the log. Another function needs another
     * {@link #revision}, which is raised so that the tables are made anew.
     */
    public SqlProjectionBuilder<E> keyedBy(Function<RecordedEvent<E>, String> newKey) {
        key = newKey;
        return this;
    }

    /**
     * How many parts of the keys are dealt with beside each other, a power of two; 1 unless set. With more, events of different
     * keys come at the same time, so they should not change the same rows.
     */
    public SqlProjectionBuilder<E> partitions(int number) {
        SubscriptionSetup.named(name).partitions(number);
        partitions = number;
        return this;
    }

    /** What becomes of events whose statements fail; parked after ten attempts unless set. */
    public SqlProjectionBuilder<E> onFailure(FailurePolicy policy) {
        onFailure = policy;
        return this;
    }

    /**
     * How long the handler and its statements may take for one step; 30 s unless set. A step that takes longer changes nothing,
     * and its events come again in halves; where it is one event alone, it has failed, and {@link #onFailure} says what becomes
     * of it. For as long a node that freezes in a step may keep the partition from the node that takes over, so leave it near
     * the {@linkplain dev.daybook.command.CommandBusSetup#leaseTime lease time} unless steps need more. On SQLite, a step keeps
     * all others from writing to the file.
     */
    public SqlProjectionBuilder<E> stepTimeout(Duration time) {
        if (!time.isPositive()) {
            throw new ConfigurationException(
                    "The step timeout of projection " + name + " must be positive, found " + time);
        }
        stepTimeout = time;
        return this;
    }

    /** To be raised when the handler makes other rows than before of the same events; 1 unless set. */
    public SqlProjectionBuilder<E> revision(int number) {
        revision = number;
        return this;
    }

    /** What a start does that finds tables of another definition; {@link WhenChanged#REBUILD} unless set. */
    public SqlProjectionBuilder<E> whenChanged(WhenChanged policy) {
        whenChanged = policy;
        return this;
    }

    /** Keeps the tables and how far they are in another database than the events. */
    public SqlProjectionBuilder<E> database(SqlEventStore store) {
        database = store;
        return this;
    }

    /** Deals with events one by one. Their statements are batched as far as they are the same one after another. */
    public SqlProjection<E> onEach(BiConsumer<RecordedEvent<E>, SqlSession> handler) {
        return onBatch((batch, session) -> batch.forEach(recorded -> handler.accept(recorded, session)));
    }

    /**
     * Deals with several events at a time, in order, all in one transaction; how many there are is nothing to count on, and
     * after a failure they come again one by one.
     */
    public SqlProjection<E> onBatch(BiConsumer<List<RecordedEvent<E>>, SqlSession> handler) {
        return new SqlProjection<>(new SqlProjectionBuilder<>(this), handler);
    }

    String name() {
        return name;
    }

    List<SqlTable> tables() {
        return tables;
    }

    Class<E> events() {
        return events;
    }

    Optional<Function<RecordedEvent<E>, String>> key() {
        return Optional.ofNullable(key);
    }

    Optional<SqlEventStore> database() {
        return Optional.ofNullable(database);
    }

    Optional<FailurePolicy> onFailure() {
        return Optional.ofNullable(onFailure);
    }

    WhenChanged whenChanged() {
        return whenChanged;
    }

    Duration stepTimeout() {
        return stepTimeout;
    }

    int partitions() {
        return partitions;
    }

    int revision() {
        return revision;
    }
}
