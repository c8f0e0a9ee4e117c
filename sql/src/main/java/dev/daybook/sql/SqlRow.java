package dev.daybook.sql;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/** One row of a query. Columns go by their names in the query. Only for the {@link Reader} that it is given to. */
public interface SqlRow {

    /** What is made of a row. */
    @FunctionalInterface
    interface Reader<T> {
        T read(SqlRow row);
    }

    /** Whether the column is null. For columns that may be; the other methods want one that is not. */
    boolean isNull(String column);

    String text(String column);

    long number(String column);

    double real(String column);

    BigDecimal decimal(String column);

    boolean truth(String column);

    Instant time(String column);

    LocalDate date(String column);

    UUID uuid(String column);

    /** {@link #text} of a column that may be null. */
    default Optional<String> optionalText(String column) {
        return isNull(column) ? Optional.empty() : Optional.of(text(column));
    }
}
