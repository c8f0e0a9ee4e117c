package dev.daybook.sql;

import dev.daybook.sql.CommitGroup.Entry;
import dev.daybook.sql.CommitGroup.Written;
import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.Progress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a group's transaction does besides events and commands, alike on every database: it moves checkpoints, changes
 * documents, and carries inline read models along. The head is locked all the time. Safe for use by many threads.
 */
final class GroupSteps {

    private final ProgressWriter progress;
    private final DocumentTables tables;
    private final InlineFollower follower;

    GroupSteps(ProgressWriter progress, DocumentTables tables, InlineFollower follower) {
        this.progress = progress;
        this.tables = tables;
        this.follower = follower;
    }

    /** Whether the group needs any of this. */
    boolean concern(CommitGroup group) {
        return follower.isNeeded() || group.hasSteps();
    }

    /**
     * Locks the checkpoints that the group moves, before anything else is done. All who append wait meanwhile, so that one that
     * another has locked is not waited for.
     *
     * @throws CommitsRefusedException if some of them are not where their progress begins, or are locked
     */
    void check(Connection connection, CommitGroup group) throws SQLException {
        if (!group.hasSteps()) {
            return;
        }
        Map<Integer, CommitResult> lost = new HashMap<>();
        for (Map.Entry<Integer, Progress> step : steps(group)) {
            if (!progress.lockIfFree(connection, step.getValue())) {
                lost.put(step.getKey(), new CommitResult.ProgressLost(step.getValue()));
            }
        }
        if (!lost.isEmpty()) {
            throw new CommitsRefusedException(lost);
        }
    }

    /** Those of the group, in the order in which all who lock several checkpoints do so. */
    private static List<Map.Entry<Integer, Progress>> steps(CommitGroup group) {
        Map<Integer, Progress> steps = new HashMap<>();
        List<Entry> entries = group.entries();
        for (int i = 0; i < entries.size(); i++) {
            int index = i;
            entries.get(i).commit().progress().ifPresent(step -> steps.put(index, step));
        }
        return steps.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(SqlSubscriptionStore.BY_PARTITION))
                .toList();
    }

    /**
     * Carries out the rest, when positions are given.
     *
     * @throws CommitsRefusedException if a read model refuses some of the commits
     */
    void carryOut(Connection connection, CommitGroup group, Written written) throws SQLException {
        if (group.hasSteps()) {
            moveAndChange(connection, group, written);
        }
        follower.follow(connection, group, written);
    }

    private void moveAndChange(Connection connection, CommitGroup group, Written written) throws SQLException {
        MergedChanges changes = new MergedChanges();
        List<Entry> entries = group.entries();
        for (int i = 0; i < entries.size(); i++) {
            Commit commit = entries.get(i).commit();
            Progress step = commit.progress().orElse(null);
            if (step == null || written.leftOut().containsKey(i)) {
                continue;
            }
            if (!progress.move(connection, step)) {
                throw new IllegalStateException("A checkpoint moved although it was locked: " + step);
            }
            commit.documents().forEach(changes::add);
        }
        changes.write(connection, tables);
    }
}
