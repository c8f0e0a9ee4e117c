package dev.daybook.sql;

import dev.daybook.store.Commit;
import java.util.List;

/** Where to cut what is too much for one transaction; a single commit beyond the size makes a group of its own. */
record GroupSize(int commits, int events, long bytes) {

    static GroupSize of(SqlStoreConfig.Group group) {
        return new GroupSize(group.commits(), group.events(), group.bytes());
    }

    /** Where the group that starts at an index ends: at least one commit further. */
    int endOfGroup(List<Commit> all, int from) {
        int eventSum = all.get(from).eventCount();
        long byteSum = Submission.bytesOf(all.get(from));
        int to = from + 1;
        int end = Math.min(all.size(), from + commits);
        while (to < end) {
            eventSum += all.get(to).eventCount();
            byteSum += Submission.bytesOf(all.get(to));
            if (eventSum > events || byteSum > bytes) {
                break;
            }
            to++;
        }
        return to;
    }
}
