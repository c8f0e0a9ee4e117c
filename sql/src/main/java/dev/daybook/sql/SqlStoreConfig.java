package dev.daybook.sql;

import dev.daybook.store.StoreLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a {@link SqlEventStore} is set up; immutable. Start from what the store hands to the configuring function and change
 * what must differ: {@code config -> config.withSchema("ordering")}.
 *
 * @param schema PostgreSQL schema that holds the store, so that several stores fit into one database: a lower-case letter,
 *     then lower-case letters, digits and {@code _}, at most 40; made if it is missing. Not used on SQLite, where a store is
 *     a file
 * @param limits what the store accepts
 * @param clock gives the time of recording; empty means the database's clock on PostgreSQL and the machine's on SQLite
 * @param pollInterval how often the log is looked at for appends of other processes, while somebody waits for one and ten
 *     intervals longer; PostgreSQL tells sooner, SQLite does not
 * @param group how much one transaction may hold
 */
public record SqlStoreConfig(
        String schema, StoreLimits limits, Optional<InstantSource> clock, Duration pollInterval, Group group) {

    private static final Pattern SCHEMA = Pattern.compile("[a-z][a-z0-9_]{0,39}");
    private static final Group DEFAULT_GROUP = new Group(128, 1_000, 4L << 20);

    /** A flush takes as long as hundreds of rows, and there is one writer: whoever waits goes with the next group. */
    private static final Group SQLITE_GROUP = new Group(1_000, 2_000, 8L << 20);

    /**
     * How many waiting commits are written together. Larger groups raise the throughput of many writers and the time that
     * each of them waits.
     *
     * @param commits at most
     * @param events and outcomes and queued commands at most, in all commits together; a larger commit makes a group of its
     *     own
     * @param bytes of event data and user metadata at most, in memory (two bytes a character)
     */
    public record Group(int commits, int events, long bytes) {
        public Group {
            if (commits < 1 || events < 1 || bytes < 1) {
                throw new IllegalArgumentException("A group holds at least one commit, event and byte, found " + commits
                        + ", " + events + " and " + bytes);
            }
        }
    }

    public SqlStoreConfig {
        if (!SCHEMA.matcher(schema).matches()) {
            throw new IllegalArgumentException("Schema name '" + schema
                    + "' is not one: expected a lower-case letter, then at most 39 lower-case letters, digits and '_'");
        }
        if (pollInterval.isNegative() || pollInterval.isZero()) {
            throw new IllegalArgumentException("The poll interval must be positive, found " + pollInterval);
        }
    }

    /** Schema {@code daybook}, default limits, the database's clock, polling every 100 ms. */
    public static SqlStoreConfig defaults() {
        return new SqlStoreConfig(
                "daybook", StoreLimits.defaults(), Optional.empty(), Duration.ofMillis(100), DEFAULT_GROUP);
    }

    /** {@link #defaults()} with groups of up to 1,000 commits, which suit SQLite's one writer. */
    static SqlStoreConfig sqliteDefaults() {
        return defaults().withGroup(SQLITE_GROUP);
    }

    public SqlStoreConfig withSchema(String name) {
        return new SqlStoreConfig(name, limits, clock, pollInterval, group);
    }

    public SqlStoreConfig withLimits(StoreLimits newLimits) {
        return new SqlStoreConfig(schema, newLimits, clock, pollInterval, group);
    }

    public SqlStoreConfig withClock(InstantSource source) {
        return new SqlStoreConfig(schema, limits, Optional.of(source), pollInterval, group);
    }

    public SqlStoreConfig withPollInterval(Duration interval) {
        return new SqlStoreConfig(schema, limits, clock, interval, group);
    }

    public SqlStoreConfig withGroup(Group size) {
        return new SqlStoreConfig(schema, limits, clock, pollInterval, size);
    }
}
