package dev.daybook.sql;

import dev.daybook.store.Position;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Binds what users pass as parameters, alike on every database. */
final class JdbcParameters {

    private final ColumnTypes columns;

    JdbcParameters(ColumnTypes columns) {
        this.columns = columns;
    }

    void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
    }

    private void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setNull(index, Types.NULL);
            case Optional<?> optional -> bind(statement, index, optional.orElse(null));
            case String text -> statement.setString(index, text);
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case UUID id -> columns.setId(statement, index, id);
            case Instant time -> columns.setTime(statement, index, time);
            case LocalDate date -> columns.setDate(statement, index, date);
            case BigDecimal decimal -> columns.setDecimal(statement, index, decimal);
            case Position position -> statement.setLong(index, position.value());
            case Version version -> statement.setLong(index, version.value());
            case StreamId stream -> statement.setString(index, stream.toString());
            case Enum<?> constant -> statement.setString(index, constant.name());
            default -> statement.setObject(index, value);
        }
    }
}
