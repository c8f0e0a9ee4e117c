package dev.daybook.sql;

import dev.daybook.store.CommandHeader;
import dev.daybook.store.CommandState;
import dev.daybook.store.Metadata;
import dev.daybook.store.ParkedCommand;
import dev.daybook.store.PayloadHash;
import dev.daybook.store.QueuedCommand;
import dev.daybook.store.RecordedOutcome;
import dev.daybook.store.SerializedCommand;
import dev.daybook.store.StreamId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the rows that the statements on commands and outcomes select, with the columns in their order. */
final class CommandRows {

    private static final int ATTEMPTS = 12;
    private static final int ERROR = 13;
    private static final int PARKED_AT = 14;

    private final ColumnTypes types;

    CommandRows(ColumnTypes types) {
        this.types = types;
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    static <T> List<T> all(PreparedStatement statement, Row<T> one) throws SQLException {
        List<T> all = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                all.add(one.read(row));
            }
        }
        return all;
    }

    QueuedCommand queued(ResultSet row) throws SQLException {
        return new QueuedCommand(row.getString(1), row.getLong(2), types.time(row, 3), command(row));
    }

    CommandState.Scheduled scheduled(ResultSet row) throws SQLException {
        return new CommandState.Scheduled(row.getString(1), types.time(row, 3), command(row));
    }

    private SerializedCommand command(ResultSet row) throws SQLException {
        return new SerializedCommand(
                new CommandHeader(
                        types.id(row, 4),
                        types.hash(row, 5),
                        row.getString(7),
                        StreamId.parse(row.getString(6)),
                        MetadataJson.read(row.getString(8), row.getString(9), row.getString(10))),
                row.getString(11));
    }

    /** With nothing known of its successors. */
    ParkedCommand parked(ResultSet row) throws SQLException {
        return new ParkedCommand(
                queued(row), row.getInt(ATTEMPTS), row.getString(ERROR), types.time(row, PARKED_AT), 0);
    }

    /** Parked or not, as the left side of the join says. */
    CommandState waiting(ResultSet row) throws SQLException {
        return row.getString(ERROR) == null
                ? new CommandState.Queued(queued(row))
                : new CommandState.Parked(parked(row));
    }

    RecordedOutcome outcome(ResultSet row) throws SQLException {
        UUID id = types.id(row, 3);
        PayloadHash hash = types.hash(row, 4);
        Metadata metadata = MetadataJson.read(row.getString(12), row.getString(13), row.getString(14));
        CommandHeader command =
                new CommandHeader(id, hash, row.getString(6), StreamId.parse(row.getString(5)), metadata);
        VerdictColumns verdict = new VerdictColumns(
                row.getString(7), nullableLong(row, 8), nullableLong(row, 9), row.getString(10), row.getString(11));
        return new RecordedOutcome(row.getLong(1), command, verdict.toVerdict(), types.time(row, 2));
    }

    private static @Nullable Long nullableLong(ResultSet row, int index) throws SQLException {
        long value = row.getLong(index);
        return row.wasNull() ? null : value;
    }
}
