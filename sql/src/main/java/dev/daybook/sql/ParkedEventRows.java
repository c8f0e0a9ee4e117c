package dev.daybook.sql;

import dev.daybook.store.ParkedEvent;
import dev.daybook.store.ParkedEvent.State;
import dev.daybook.store.Position;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Events kept aside, as rows with the columns in the order of {@link #COLUMNS}. */
final class ParkedEventRows {

    static final String COLUMNS = "subscription, partition, key, position, state, attempts, error, parked_at, retry_at";

    private final ColumnTypes types;

    ParkedEventRows(ColumnTypes types) {
        this.types = types;
    }

    ParkedEvent read(ResultSet row) throws SQLException {
        return new ParkedEvent(
                row.getString(1),
                row.getInt(2),
                row.getString(3),
                Position.of(row.getLong(4)),
                State.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                row.getInt(6),
                row.getString(7),
                types.time(row, 8),
                row.getString(9) == null ? Optional.empty() : Optional.of(types.time(row, 9)));
    }

    void bind(PreparedStatement statement, ParkedEvent event) throws SQLException {
        statement.setString(1, event.subscription());
        statement.setInt(2, event.partition());
        statement.setString(3, event.key());
        statement.setLong(4, event.position().value());
        statement.setString(5, event.state().name().toLowerCase(Locale.ROOT));
        statement.setInt(6, event.attempts());
        statement.setString(7, event.error());
        types.setTime(statement, 8, event.parkedAt());
        Optional<Instant> retryAt = event.retryAt();
        if (retryAt.isPresent()) {
            types.setTime(statement, 9, retryAt.get());
        } else {
            types.setNoTime(statement, 9);
        }
    }
}
