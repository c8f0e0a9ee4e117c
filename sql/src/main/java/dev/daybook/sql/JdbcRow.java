package dev.daybook.sql;

import dev.daybook.store.StoreUnavailableException;
import dev.daybook.store.StoreUnavailableException.Outcome;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** The row at which a result set stands. */
final class JdbcRow implements SqlRow {

    private final ResultSet row;
    private final ColumnTypes columns;

    JdbcRow(ResultSet row, ColumnTypes columns) {
        this.row = row;
        this.columns = columns;
    }

    /** Reads the column at an index. */
    private interface Column<T> {
        T at(int index) throws SQLException;
    }

    private <T> T read(String column, Column<T> reading) {
        int index;
        try {
            index = row.findColumn(column);
        } catch (SQLException e) {
            throw new SqlStatementException("The query has no column " + column + ": name it so with AS", e);
        }
        try {
            if (row.getObject(index) == null) {
                throw new SqlStatementException("Column " + column + " is null, ask isNull first");
            }
            return reading.at(index);
        } catch (SQLException e) {
            throw new StoreUnavailableException(
                    "Reading column " + column + " failed: " + e.getMessage(), Outcome.NOT_STORED, e);
        }
    }

    @Override
    public boolean isNull(String column) {
        try {
            return row.getObject(column) == null;
        } catch (SQLException e) {
            throw new SqlStatementException("The query has no column " + column + ": name it so with AS", e);
        }
    }

    @Override
    public String text(String column) {
        return read(column, row::getString);
    }

    @Override
    public long number(String column) {
        return read(column, row::getLong);
    }

    @Override
    public double real(String column) {
        return read(column, row::getDouble);
    }

    @Override
    public BigDecimal decimal(String column) {
        return read(column, row::getBigDecimal);
    }

    @Override
    public boolean truth(String column) {
        return read(column, row::getBoolean);
    }

    @Override
    public Instant time(String column) {
        return read(column, index -> columns.time(row, index));
    }

    @Override
    public LocalDate date(String column) {
        return read(column, index -> columns.date(row, index));
    }

    @Override
    public UUID uuid(String column) {
        return read(column, index -> columns.id(row, index));
    }
}
