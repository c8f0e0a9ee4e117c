package dev.daybook.sql;

import static java.util.Objects.requireNonNull;

import dev.daybook.store.PayloadHash;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/** The types uuid, timestamptz and json. */
final class PostgresColumns implements ColumnTypes {

    @Override
    public void setId(PreparedStatement statement, int index, UUID id) throws SQLException {
        statement.setObject(index, id);
    }

    @Override
    public void setHash(PreparedStatement statement, int index, PayloadHash hash) throws SQLException {
        statement.setObject(index, hash.hex(), Types.OTHER);
    }

    @Override
    public void setTime(PreparedStatement statement, int index, Instant time) throws SQLException {
        // cut off here, since PostgreSQL would round, perhaps into the future
        statement.setObject(index, OffsetDateTime.ofInstant(time.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC));
    }

    @Override
    public void setNoTime(PreparedStatement statement, int index) throws SQLException {
        statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
    }

    @Override
    public void setDate(PreparedStatement statement, int index, LocalDate date) throws SQLException {
        statement.setObject(index, date);
    }

    @Override
    public void setDecimal(PreparedStatement statement, int index, BigDecimal decimal) throws SQLException {
        statement.setBigDecimal(index, decimal);
    }

    @Override
    public void setJson(PreparedStatement statement, int index, @Nullable String text) throws SQLException {
        statement.setObject(index, text, Types.OTHER);
    }

    @Override
    public UUID id(ResultSet row, int index) throws SQLException {
        return requireNonNull(row.getObject(index, UUID.class));
    }

    @Override
    public PayloadHash hash(ResultSet row, int index) throws SQLException {
        return new PayloadHash(row.getString(index).replace("-", ""));
    }

    @Override
    public Instant time(ResultSet row, int index) throws SQLException {
        return row.getObject(index, OffsetDateTime.class).toInstant();
    }

    @Override
    public LocalDate date(ResultSet row, int index) throws SQLException {
        return row.getObject(index, LocalDate.class);
    }

    @Override
    public String idAmong() {
        return "id = ANY (?)";
    }

    @Override
    public void setIds(Connection connection, PreparedStatement statement, int index, Collection<UUID> ids)
            throws SQLException {
        statement.setArray(index, connection.createArrayOf("uuid", ids.toArray()));
    }

    /** The driver would keep the plan after some calls, also one made while the table was almost empty. */
    @Override
    public PreparedStatement prepareAnew(Connection connection, String statement) throws SQLException {
        PreparedStatement prepared = connection.prepareStatement(statement);
        prepared.unwrap(PGStatement.class).setPrepareThreshold(0);
        return prepared;
    }
}
