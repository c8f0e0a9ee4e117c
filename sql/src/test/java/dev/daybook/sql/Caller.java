package dev.daybook.sql;

import dev.daybook.store.Commit;
import dev.daybook.store.CommitResult;
import dev.daybook.store.EventStore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One commit, waited for by a thread of its own. */
record Caller(Thread thread, CompletableFuture<CommitResult> result) {

    private static final long PATIENCE_SECONDS = 180;

    static Caller start(EventStore store, Commit commit) {
        CompletableFuture<CommitResult> result = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                result.complete(store.commit(List.of(commit)).getFirst());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return new Caller(thread, result);
    }

    /** Whether the commit is in the hands of the store, and not answered yet. */
    boolean waits() {
        return thread.getState() == Thread.State.TIMED_WAITING;
    }

    void giveUp() {
        thread.interrupt();
    }

    CommitResult answer() throws Exception {
        return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
