package dev.daybook.sql;

import dev.daybook.store.PayloadHash;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Everything is text; times sort as their texts do. */
final class SqliteColumns implements ColumnTypes {

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final int LENGTH = "2026-01-31T12:00:00.000000Z".length();
    private static final long SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

    static String text(Instant time) {
        return MICROSECONDS.format(time);
    }

    /** Every row that is read has a time, and a parser of every form of them takes longer than the rest of the row. */
    static Instant time(String text) {
        if (text.length() != LENGTH) {
            return Instant.parse(text); // of a year beyond 9999
        }
        long day = LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .toEpochDay();
        long second = SECONDS_A_DAY * day
                + LocalTime.of(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19))
                        .toSecondOfDay();
        return Instant.ofEpochSecond(second, TimeUnit.MICROSECONDS.toNanos(number(text, 20, 26)));
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
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
        return time(row.getString(index));
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
