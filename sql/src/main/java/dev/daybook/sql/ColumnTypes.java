package dev.daybook.sql;

import dev.daybook.store.PayloadHash;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How ids, times and JSON texts lie in columns. */
interface ColumnTypes {

    void setId(PreparedStatement statement, int index, UUID id) throws SQLException;

    void setHash(PreparedStatement statement, int index, PayloadHash hash) throws SQLException;

    /** The time, cut off to microseconds. */
    void setTime(PreparedStatement statement, int index, Instant time) throws SQLException;

    void setNoTime(PreparedStatement statement, int index) throws SQLException;

    void setDate(PreparedStatement statement, int index, LocalDate date) throws SQLException;

    void setDecimal(PreparedStatement statement, int index, BigDecimal decimal) throws SQLException;

    void setJson(PreparedStatement statement, int index, @Nullable String text) throws SQLException;

    UUID id(ResultSet row, int index) throws SQLException;

    PayloadHash hash(ResultSet row, int index) throws SQLException;

    Instant time(ResultSet row, int index) throws SQLException;

    LocalDate date(ResultSet row, int index) throws SQLException;

    /** The condition that the column {@code id} is among those of one parameter. */
    String idAmong();

    void setIds(Connection connection, PreparedStatement statement, int index, Collection<UUID> ids)
            throws SQLException;

    /** Prepares a statement that is planned for the size that its tables have each time. */
    PreparedStatement prepareAnew(Connection connection, String statement) throws SQLException;
}
