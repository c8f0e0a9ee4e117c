package dev.daybook.sql;

import dev.daybook.store.Position;
import java.time.Duration;

/** The number of changes of queues and outcomes, and those who wait for it to grow. */
final class ChangeWatch {

    private final HeadWatch watch;
    private final Head changes;

    /** @param changes kept up to date with other processes by the watch */
    ChangeWatch(HeadWatch watch, Head changes) {
        this.watch = watch;
        this.changes = changes;
    }

    long changes() {
        return changes.known();
    }

    void awaitChange(long known, Duration timeout) throws InterruptedException {
        watch.awaitBeyond(changes, Position.of(known), timeout);
    }
}
