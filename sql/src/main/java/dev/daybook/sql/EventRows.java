package dev.daybook.sql;

import dev.daybook.store.EventType;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows that the statements on events select, with the columns in their order. Neighbouring rows are mostly of one
 * stream and a few types, so that what was made of a name last is kept for the next. For one result set.
 */
final class EventRows {

    private final Map<String, EventType> types = new HashMap<>();
    private String streamText = "";
    private @Nullable StreamId stream;

    private EventRows() {}

    /** All rows of a statement that selects about so many. */
    static List<StoredEvent> all(PreparedStatement statement, Dialect dialect, int about) throws SQLException {
        List<StoredEvent> events = new ArrayList<>(about);
        EventRows rows = new EventRows();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                events.add(rows.event(row, dialect));
            }
        }
        return events;
    }

    private StoredEvent event(ResultSet row, Dialect dialect) throws SQLException {
        return new StoredEvent(
                stream(row.getString(6)),
                Version.of(row.getLong(2)),
                Position.of(row.getLong(1)),
                dialect.instant(row, 3),
                new SerializedEvent(
                        dialect.uuid(row, 4),
                        type(row.getString(7), row.getInt(5)),
                        row.getString(10),
                        MetadataJson.read(row.getString(8), row.getString(9), row.getString(11))));
    }

    private StreamId stream(String text) {
        StreamId last = stream;
        if (last != null && text.equals(streamText)) {
            return last;
        }
        StreamId next = StreamId.parse(text);
        stream = next;
        streamText = text;
        return next;
    }

    private EventType type(String name, int revision) {
        EventType known = types.get(name);
        if (known == null || known.revision() != revision) {
            known = new EventType(name, revision);
            types.put(name, known);
        }
        return known;
    }
}
