package dev.daybook.sql;

import dev.daybook.sql.CommitGroup.Written;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what {@code commit_group} returned; numbers count from 1 there, from 0 here. */
final class PostgresGroupAnswer {

    private static final int LEASE_LOST = 1;
    private static final int DECIDED = 2;
    private static final int FULL = 3;
    private static final int CONFLICT = 4;

    private PostgresGroupAnswer() {}

    static Written read(ResultSet row, CommitGroup group) throws SQLException {
        return new Written(
                row.getLong(2),
                List.of((Long[]) row.getArray(3).getArray()),
                row.getLong(4),
                leftOut(row, group),
                known(row.getArray(9)));
    }

    private static Map<Integer, LeftOut> leftOut(ResultSet row, CommitGroup group) throws SQLException {
        Integer[] commits = numbers(row.getArray(5));
        if (commits.length == 0) {
            return Map.of();
        }
        Integer[] reasons = numbers(row.getArray(6));
        Integer[] details = numbers(row.getArray(7));
        Long[] pending = (Long[]) row.getArray(8).getArray();
        Map<Integer, LeftOut> leftOut = HashMap.newHashMap(commits.length);
        for (int i = 0; i < commits.length; i++) {
            int commit = commits[i] - 1;
            int detail = details[i] - 1;
            leftOut.put(
                    commit,
                    switch (reasons[i]) {
                        case LEASE_LOST -> new LeftOut.LeaseLost(detail - leasesBefore(group, commit));
                        case DECIDED -> new LeftOut.Decided();
                        case FULL -> new LeftOut.Full(detail - enqueuedBefore(group, commit), pending[i]);
                        case CONFLICT -> new LeftOut.Conflict();
                        default ->
                            throw new SQLException(
                                    "commit_group left a commit out for the unknown reason " + reasons[i]);
                    });
        }
        return leftOut;
    }

    private static int leasesBefore(CommitGroup group, int commit) {
        int leases = 0;
        for (CommitGroup.Entry entry : group.entries().subList(0, commit)) {
            leases += entry.commit().leases().size();
        }
        return leases;
    }

    private static int enqueuedBefore(CommitGroup group, int commit) {
        int enqueued = 0;
        for (CommitGroup.Entry entry : group.entries().subList(0, commit)) {
            enqueued += entry.commit().enqueued().size();
        }
        return enqueued;
    }

    private static Set<Integer> known(@Nullable Array array) throws SQLException {
        if (array == null) {
            return Set.of();
        }
        Set<Integer> known = new HashSet<>();
        for (Integer number : numbers(array)) {
            known.add(number - 1);
        }
        return known;
    }

    private static Integer[] numbers(Array array) throws SQLException {
        return (Integer[]) array.getArray();
    }
}
