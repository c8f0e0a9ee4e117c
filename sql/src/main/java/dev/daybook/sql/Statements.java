package dev.daybook.sql;

/**
 * The statements that all databases share. Each names its tables with the qualifier of the store; everything else in them
 * is constant.
 */
final class Statements {

    private static final String EVENT = """
            SELECT position, version, recorded_at, id, revision, stream, type,
                   correlation_id, causation_id, data, metadata
              FROM ${schema}event
            """;

    private static final String READ_STREAM = EVENT + """
             WHERE stream = ? AND version > ?
             ORDER BY version
             LIMIT ?
            """;

    private static final String READ_ALL = EVENT + """
             WHERE position > ?
             ORDER BY position
             LIMIT ?
            """;

    private static final String FILTERED = EVENT + """
             WHERE position > ? AND position <= ?
               AND ${types}
               AND ${categories}
             ORDER BY position
             LIMIT ?
            """;

    private static final String VERSION = """
            SELECT version FROM ${schema}event WHERE stream = ? ORDER BY version DESC LIMIT 1
            """;

    private static final String VERSION_AT = """
            SELECT version FROM ${schema}event WHERE stream = ? AND position <= ? ORDER BY version DESC LIMIT 1
            """;

    private static final String HEAD = "SELECT position FROM ${schema}head";

    private static final String EVENT_TYPES = "SELECT type, revision FROM ${schema}event_type";

    private final String qualifier;

    /** @param qualifier what stands before a table's name: empty, or a quoted schema and a dot */
    Statements(String qualifier) {
        this.qualifier = qualifier;
    }

    String readStream() {
        return qualified(READ_STREAM);
    }

    String readAll() {
        return qualified(READ_ALL);
    }

    /**
     * {@link #readAll()} up to a position, under conditions on types and categories, whose parameters come after those of the
     * range.
     */
    String filtered(String types, String categories) {
        return qualified(FILTERED.replace("${types}", types).replace("${categories}", categories));
    }

    String version() {
        return qualified(VERSION);
    }

    String versionAt() {
        return qualified(VERSION_AT);
    }

    String head() {
        return qualified(HEAD);
    }

    String eventTypes() {
        return qualified(EVENT_TYPES);
    }

    /** A statement of one dialect, with the names of this store's tables. */
    String qualified(String statement) {
        return statement.replace("${schema}", qualifier);
    }

    /** {@link #qualified(String)} for a condition on events. */
    String eventsWhere(String condition) {
        return qualified(EVENT + " WHERE " + condition);
    }
}
