package dev.daybook.sql;

import dev.daybook.store.Claim;
import dev.daybook.store.Progress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** Which of some progresses the database has made, told by their checkpoints. */
final class StoredProgress {

    private static final String CHECKPOINT = """
            SELECT position, epoch FROM ${schema}subscription_partition WHERE subscription = ? AND partition = ?
            """;

    /** What a checkpoint tells of a progress. */
    enum Made {
        YES,
        NO,
        UNKNOWN
    }

    private record Checkpoint(long position, long epoch) {}

    private final Map<Claim, Checkpoint> checkpoints = new HashMap<>();

    private StoredProgress() {}

    static StoredProgress of(CommitGroup group, Dialect dialect, Connection connection) throws SQLException {
        StoredProgress stored = new StoredProgress();
        for (CommitGroup.Entry entry : group.entries()) {
            Progress progress = entry.commit().progress().orElse(null);
            if (progress != null) {
                stored.read(progress.claim(), dialect, connection);
            }
        }
        return stored;
    }

    private void read(Claim claim, Dialect dialect, Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(dialect.statements().qualified(CHECKPOINT))) {
            statement.setString(1, claim.subscription());
            statement.setInt(2, claim.partition());
            try (ResultSet row = statement.executeQuery()) {
                if (row.next()) {
                    checkpoints.put(claim, new Checkpoint(row.getLong(1), row.getLong(2)));
                }
            }
        }
    }

    /**
     * Under one claim a checkpoint is moved by one step after another, so where it stands tells which were made. A step that
     * does not move it leaves no trace there, nor does one that others have gone on from since.
     */
    Made made(Progress progress) {
        Checkpoint checkpoint = checkpoints.get(progress.claim());
        if (progress.from().equals(progress.to())
                || checkpoint == null
                || checkpoint.epoch() != progress.claim().epoch()) {
            return Made.UNKNOWN;
        }
        if (checkpoint.position() == progress.from().value()) {
            return Made.NO;
        }
        return checkpoint.position() == progress.to().value() ? Made.YES : Made.UNKNOWN;
    }
}
