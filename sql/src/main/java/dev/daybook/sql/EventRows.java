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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the rows that the statements on events select, with the columns in their order. */
final class EventRows {

    private EventRows() {}

    /** All rows of a statement that selects about so many. */
    static List<StoredEvent> all(PreparedStatement statement, Dialect dialect, int about) throws SQLException {
        List<StoredEvent> events = new ArrayList<>(about);
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                events.add(dialect.event(row));
            }
        }
        return events;
    }

    /** One row, but for the columns whose types are a dialect's own. */
    static StoredEvent event(ResultSet row, Instant recordedAt, UUID id) throws SQLException {
        return new StoredEvent(
                StreamId.parse(row.getString(6)),
                Version.of(row.getLong(2)),
                Position.of(row.getLong(1)),
                recordedAt,
                new SerializedEvent(
                        id,
                        new EventType(row.getString(7), row.getInt(5)),
                        row.getString(10),
                        MetadataJson.read(row.getString(8), row.getString(9), row.getString(11))));
    }
}
