package dev.daybook.sql;

/** What is read of commands and outcomes. Each names its tables with the qualifier of the store. */
final class CommandStatements {

    private static final String COMMAND_COLUMNS = """
            SELECT c.queue, c.sequence, c.enqueued_at, c.id, c.hash, c.stream, c.type,
                   c.correlation_id, c.causation_id, c.metadata, c.payload
            """;

    private static final String PARKED_COLUMNS = """
                   , p.attempts, p.error, p.parked_at
            """;

    /**
     * The parts into which the slices are cut come as a text with a 1 in the place of each part that is chosen, a 0 for the
     * others. Compared by order, since PostgreSQL takes a comparison for equality to leave next to nothing, and then would
     * rather sort that than go through the index.
     */
    static final String READ = COMMAND_COLUMNS + """
              FROM ${schema}command c
             WHERE c.queue = ? AND c.sequence > ?
               AND substr(?, c.slice / ? + 1, 1) > '0'
               AND NOT EXISTS (SELECT 1 FROM ${schema}parked p WHERE p.queue = c.queue AND p.stream = c.stream)
             ORDER BY c.sequence
             LIMIT ?
            """;

    static final String PARKED = COMMAND_COLUMNS + PARKED_COLUMNS + """
              FROM ${schema}parked p
              JOIN ${schema}command c ON c.queue = p.queue AND c.sequence = p.sequence
             WHERE p.queue = ? AND p.sequence > ?
             ORDER BY p.sequence
             LIMIT ?
            """;

    static final String PARKED_BY_ID = COMMAND_COLUMNS + PARKED_COLUMNS + """
              FROM ${schema}parked p
              JOIN ${schema}command c ON c.queue = p.queue AND c.sequence = p.sequence
             WHERE p.id = ?
            """;

    /** Through command_stream, whose rows for one queue and stream are exactly those that are counted. */
    static final String SUCCESSORS = """
            SELECT p.sequence, count(*)
              FROM ${schema}parked p
              JOIN ${schema}command c ON c.queue = p.queue AND c.stream = p.stream AND c.sequence > p.sequence
             WHERE p.queue = ? AND p.sequence BETWEEN ? AND ?
             GROUP BY p.sequence
            """;

    private static final String WAITING = COMMAND_COLUMNS + PARKED_COLUMNS + """
              FROM ${schema}command c
              LEFT JOIN ${schema}parked p ON p.queue = c.queue AND p.stream = c.stream AND p.sequence = c.sequence
            """;

    static final String WAITING_BY_ID = WAITING + "WHERE c.id = ?";

    static final String WAITING_BY_CORRELATION = WAITING + """
             WHERE c.correlation_id = ?
             ORDER BY c.sequence
             LIMIT ?
            """;

    private static final String SCHEDULED = """
            SELECT c.queue, c.sequence, c.due_at, c.id, c.hash, c.stream, c.type,
                   c.correlation_id, c.causation_id, c.metadata, c.payload
              FROM ${schema}scheduled_command c
            """;

    static final String SCHEDULED_BY_ID = SCHEDULED + "WHERE c.id = ?";

    static final String SCHEDULED_BY_CORRELATION = SCHEDULED + """
             WHERE c.correlation_id = ?
             ORDER BY c.due_at, c.sequence
             LIMIT ?
            """;

    private static final String OUTCOME = """
            SELECT sequence, recorded_at, id, hash, stream, type, verdict, version, position, code, reason,
                   correlation_id, causation_id, metadata
              FROM ${schema}outcome
            """;

    static final String OUTCOMES = OUTCOME + "WHERE ${idAmong}";

    static final String OUTCOMES_BY_CORRELATION = OUTCOME + """
             WHERE sequence IN (SELECT t.sequence FROM ${schema}trace t
                                 WHERE t.correlation_id = ? AND t.kind = 'outcome'
                                 ORDER BY t.sequence
                                 LIMIT ?)
             ORDER BY sequence
            """;

    static final String WAITING_HASHES = """
            SELECT id, hash FROM ${schema}command WHERE ${idAmong}
             UNION ALL
            SELECT id, hash FROM ${schema}scheduled_command WHERE ${idAmong}
            """;

    static final String STATUS = """
            SELECT coalesce((SELECT pending FROM ${schema}queue WHERE name = ?), 0),
                   (SELECT count(*) FROM ${schema}scheduled_command WHERE queue = ?),
                   (SELECT count(*) FROM ${schema}parked WHERE queue = ?),
                   coalesce((SELECT revision FROM ${schema}queue WHERE name = ?), 0)
            """;

    static final String REVISION = "SELECT revision FROM ${schema}queue WHERE name = ?";

    static final String QUEUES = """
            SELECT name FROM ${schema}queue WHERE name >= ? AND name < ? AND pending > 0 ORDER BY name
            """;

    static final String SCHEDULED_QUEUES = """
            SELECT DISTINCT queue FROM ${schema}scheduled_command WHERE queue >= ? AND queue < ? ORDER BY queue
            """;

    /** How far the log is, and how many changes of queues and outcomes there were. */
    static final String HEAD = "SELECT position, commands + outcomes FROM ${schema}head";

    private CommandStatements() {}
}
