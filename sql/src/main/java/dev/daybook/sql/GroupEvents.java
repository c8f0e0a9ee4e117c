package dev.daybook.sql;

import dev.daybook.sql.CommitGroup.Written;
import dev.daybook.store.Append;
import dev.daybook.store.Commit;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The events of a group as its transaction has stored them. */
final class GroupEvents {

    private GroupEvents() {}

    /** For each commit, in order, its events; none for those that were left out. */
    static List<List<StoredEvent>> of(CommitGroup group, Written written, Instant recordedAt) {
        List<List<StoredEvent>> all = new ArrayList<>(group.entries().size());
        long position = written.position();
        int firstAppend = 0;
        for (int i = 0; i < group.entries().size(); i++) {
            Commit commit = group.entries().get(i).commit();
            List<StoredEvent> events = new ArrayList<>();
            if (!written.leftOut().containsKey(i)) {
                for (int j = 0; j < commit.appends().size(); j++) {
                    Append append = commit.appends().get(j);
                    long version = written.versions().get(firstAppend + j);
                    for (SerializedEvent event : append.events()) {
                        events.add(new StoredEvent(
                                append.stream(), Version.of(++version), Position.of(++position), recordedAt, event));
                    }
                }
            }
            all.add(events);
            firstAppend += commit.appends().size();
        }
        return all;
    }
}
