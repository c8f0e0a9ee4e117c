package dev.daybook.sql;

import dev.daybook.store.PayloadHash;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything is text; times sort as their texts do. */
final class SqliteColumns implements ColumnTypes {

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    static String text(Instant time) {
        return MICROSECONDS.format(time);
    }

    @Override
    public void setId(PreparedStatement statement, int index, UUID id) throws SQLException {
        statement.setString(index, id.toString());
    }

    @Override
    public void setHash(PreparedStatement statement, int index, PayloadHash hash) throws SQLException {
        statement.setString(index, hash.hex());
    }

    @Override
    public void setTime(PreparedStatement statement, int index, Instant time) throws SQLException {
        statement.setString(index, text(time));
    }

    @Override
    public void setNoTime(PreparedStatement statement, int index) throws SQLException {
        statement.setString(index, null);
    }

    @Override
    public void setDate(PreparedStatement statement, int index, LocalDate date) throws SQLException {
        statement.setString(index, date.toString());
    }

    @Override
    public void setDecimal(PreparedStatement statement, int index, BigDecimal decimal) throws SQLException {
        statement.setString(index, decimal.toPlainString()); // a number of SQLite would lose digits
    }

    @Override
    public void setJson(PreparedStatement statement, int index, @Nullable String text) throws SQLException {
        statement.setString(index, text);
    }

    @Override
    public UUID id(ResultSet row, int index) throws SQLException {
        return UUID.fromString(row.getString(index));
    }

    @Override
    public PayloadHash hash(ResultSet row, int index) throws SQLException {
        return new PayloadHash(row.getString(index));
    }

    @Override
    public Instant time(ResultSet row, int index) throws SQLException {
        return Instant.parse(row.getString(index));
    }

    @Override
    public LocalDate date(ResultSet row, int index) throws SQLException {
        return LocalDate.parse(row.getString(index));
    }

    @Override
    public String idAmong() {
        return "id IN (SELECT value FROM json_each(?))";
    }

    @Override
    public void setIds(Connection connection, PreparedStatement statement, int index, Collection<UUID> ids)
            throws SQLException {
        statement.setString(index, JsonTexts.array(ids));
    }

    /** Plans do not depend on sizes here, unless somebody asks for an analysis. */
    @Override
    public PreparedStatement prepareAnew(Connection connection, String statement) throws SQLException {
        return connection.prepareStatement(statement);
    }
}
