package dev.daybook.sql;

import dev.daybook.store.CommandHeader;
import dev.daybook.store.Commit;
import dev.daybook.store.Document;
import dev.daybook.store.DocumentChanges;
import dev.daybook.store.Enqueue;
import dev.daybook.store.NewOutcome;
import java.util.Map;

/** How much a commit holds besides its events' data. */
final class CommitSize {

    private CommitSize() {}

    /** Events, outcomes, commands and documents together: what becomes a row of its own. */
    static int rows(Commit commit) {
        int documents = 0;
        for (DocumentChanges changes : commit.documents()) {
            documents += changes.puts().size() + changes.deletes().size();
        }
        return commit.eventCount()
                + commit.outcomes().size()
                + commit.enqueued().size()
                + documents;
    }

    /** About what the text of its commands, outcomes and documents takes in memory. */
    static long commandBytes(Commit commit) {
        long characters = 0;
        for (Enqueue enqueue : commit.enqueued()) {
            characters += enqueue.command().payload().length()
                    + characters(enqueue.command().header());
        }
        for (NewOutcome outcome : commit.outcomes()) {
            characters += characters(outcome.command());
        }
        for (DocumentChanges changes : commit.documents()) {
            for (Document document : changes.puts()) {
                characters += document.data().length();
            }
        }
        return 2 * characters;
    }

    private static long characters(CommandHeader header) {
        long characters = 0;
        for (Map.Entry<String, String> entry : header.metadata().user().entrySet()) {
            characters += entry.getKey().length() + entry.getValue().length();
        }
        return characters;
    }
}
