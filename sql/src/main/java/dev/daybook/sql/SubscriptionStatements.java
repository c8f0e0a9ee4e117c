package dev.daybook.sql;

/** What is read and changed of subscriptions. Each names its tables with the qualifier of the store. */
final class SubscriptionStatements {

    static final String BEGIN = "INSERT INTO ${schema}subscription (name) VALUES (?) ON CONFLICT (name) DO NOTHING";

    static final String BEGIN_PARTITION =
            "INSERT INTO ${schema}subscription_partition (subscription, partition, position) VALUES (?, ?, ?)";

    private static final String KNOWN = """
            SELECT s.name, p.position, s.paused, s.revision
              FROM ${schema}subscription s
              JOIN ${schema}subscription_partition p ON p.subscription = s.name
            """;

    static final String ALL = KNOWN + " ORDER BY s.name, p.partition";

    static final String FIND = KNOWN + " WHERE s.name = ? ORDER BY p.partition";

    static final String CLAIM = """
            UPDATE ${schema}subscription_partition
               SET epoch = ?
             WHERE subscription = ? AND partition = ? AND epoch <= ?
            RETURNING position
            """;

    static final String RESET = "UPDATE ${schema}subscription_partition SET position = ? WHERE subscription = ?";

    static final String FORGET_PARKED = "DELETE FROM ${schema}parked_event WHERE subscription = ?";

    static final String FORGET_PARTITIONS = "DELETE FROM ${schema}subscription_partition WHERE subscription = ?";

    static final String FORGET = "DELETE FROM ${schema}subscription WHERE name = ?";

    static final String PAUSE = "UPDATE ${schema}subscription SET paused = ? WHERE name = ?";

    static final String CHANGED = "UPDATE ${schema}subscription SET revision = revision + 1 WHERE name = ?";

    static final String GROW = "UPDATE ${schema}read_side SET revision = revision + 1";

    static final String REVISION = "SELECT revision FROM ${schema}read_side";

    static final String INTERVENE = """
            INSERT INTO ${schema}subscription_intervention (intervened_at, position, action, subscription, key, who, why)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """;

    static final String INTERVENTIONS = """
            SELECT intervened_at, action, key, position, who, why
              FROM ${schema}subscription_intervention
             WHERE subscription = ?
             ORDER BY id DESC
             LIMIT ?
            """;

    /** Makes the step under way and the change of what is kept aside take turns. */
    static final String LOCK = """
            UPDATE ${schema}subscription_partition
               SET position = position
             WHERE subscription = ?
               AND partition IN (SELECT p.partition FROM ${schema}parked_event p WHERE p.subscription = ? AND p.key = ?)
            """;

    private static final String PARKED =
            "SELECT " + ParkedEventRows.COLUMNS + " FROM ${schema}parked_event WHERE subscription = ?";

    static final String PARKED_FIRST = PARKED + " ORDER BY key, position LIMIT ?";

    static final String PARKED_AFTER = PARKED + " AND (key, position) > (?, ?) ORDER BY key, position LIMIT ?";

    static final String OF_KEY = PARKED + " AND key = ? AND state <> 'skipped' ORDER BY position LIMIT ?";

    /**
     * The first of its key is looked up for each row. It is {@code <=} where {@code =} would do, since PostgreSQL takes that to
     * leave one row in all, and would rather sort than go by the index until there are enough.
     */
    static final String DUE = PARKED + """
               AND partition = ? AND state = 'retrying'
               AND position <= (SELECT min(p.position)
                                  FROM ${schema}parked_event p
                                 WHERE p.subscription = parked_event.subscription
                                   AND p.partition = parked_event.partition
                                   AND p.key = parked_event.key
                                   AND p.state <> 'skipped')
             ORDER BY retry_at, position
             LIMIT ?
            """;

    static final String FIRST_RETRYING = """
            SELECT min(position) FROM ${schema}parked_event WHERE subscription = ? AND state = 'retrying' AND attempts < ?
            """;

    static final String COUNT =
            "SELECT count(*) FROM ${schema}parked_event WHERE subscription = ? AND state <> 'skipped'";

    static final String BLOCKED = """
            SELECT DISTINCT key FROM ${schema}parked_event WHERE subscription = ? AND partition = ? AND state <> 'skipped'
            """;

    static final String RETRY = """
            UPDATE ${schema}parked_event
               SET state = 'retrying', retry_at = parked_at, attempts = 0
             WHERE subscription = ? AND key = ? AND state <> 'skipped'
               AND position = (SELECT min(p.position)
                                 FROM ${schema}parked_event p
                                WHERE p.subscription = ? AND p.key = ? AND p.state <> 'skipped')
            RETURNING position
            """;

    /** Whoever waits for a person is the first of its key. */
    static final String RETRY_PARKED = """
            UPDATE ${schema}parked_event
               SET state = 'retrying', retry_at = parked_at, attempts = 0
             WHERE subscription = ? AND state = 'parked'
               AND position IN (SELECT p.position
                                  FROM ${schema}parked_event p
                                 WHERE p.subscription = ? AND p.state = 'parked' AND p.position > ?
                                 ORDER BY p.position
                                 LIMIT ?)
            RETURNING position
            """;

    /** Claimed under a later epoch, it is another's to change. */
    static final String LOCK_CLAIMED = """
            UPDATE ${schema}subscription_partition
               SET position = position
             WHERE subscription = ? AND partition = ? AND epoch = ?
            """;

    /** Those before the last ones that are kept, and before the first ones that are too many at one time. */
    static final String FORGET_SKIPPED = """
            DELETE FROM ${schema}parked_event
             WHERE subscription = ? AND partition = ? AND state = 'skipped'
               AND position <= (SELECT p.position
                                  FROM ${schema}parked_event p
                                 WHERE p.subscription = ? AND p.partition = ? AND p.state = 'skipped'
                                 ORDER BY p.position DESC
                                 LIMIT 1 OFFSET ?)
               AND position < coalesce((SELECT p.position
                                          FROM ${schema}parked_event p
                                         WHERE p.subscription = ? AND p.partition = ? AND p.state = 'skipped'
                                         ORDER BY p.position
                                         LIMIT 1 OFFSET ?), 9223372036854775807)
            """;

    static final String DISCARD =
            "DELETE FROM ${schema}parked_event WHERE subscription = ? AND key = ? AND position = ?";

    private SubscriptionStatements() {}
}
