package dev.daybook.sql;

import dev.daybook.store.Commit;
import java.util.List;

/**
 * Where to cut what is too much for one transaction; a single commit beyond the size makes a group of its own.
 *
 * @param events and outcomes and commands, all together
 */
record GroupSize(int commits, int events, long bytes) {

    static GroupSize of(SqlStoreConfig.Group group) {
        return new GroupSize(group.commits(), group.events(), group.bytes());
    }

    /** Where the group that starts at an index ends: at least one commit further. */
    int endOfGroup(List<Commit> all, int from) {
        int rowSum = CommitSize.rows(all.get(from));
        long byteSum = Submission.bytesOf(all.get(from));
        int to = from + 1;
        int end = Math.min(all.size(), from + commits);
        while (to < end) {
            rowSum += CommitSize.rows(all.get(to));
            byteSum += Submission.bytesOf(all.get(to));
            if (rowSum > events || byteSum > bytes) {
                break;
            }
            to++;
        }
        return to;
    }
}
