package dev.daybook.command;

import dev.daybook.aggregate.Aggregate;
import dev.daybook.store.CommandHeader;
import dev.daybook.store.Lease;
import dev.daybook.store.QueuedCommand;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A command that was accepted and has no outcome yet, and those who wait for it. */
final class Pending {

    /**
     * What is to be carried out.
     *
     * @param payload null if it cannot be read
     * @param fault why it cannot be read
     * @param repeatable whether its id came from outside, so that it may have been carried out before
     */
    record Work(
            CommandHeader header,
            Aggregate<?, ?, ?> aggregate,
            @Nullable Object payload,
            @Nullable String fault,
            boolean repeatable) {}

    /**
     * Where a stored command comes from.
     *
     * @param hold by what right it is worked on
     */
    record Origin(QueuedCommand queued, Hold hold) {

        Lease lease() {
            return hold.lease();
        }

        long bytes() {
            return bytesOf(queued);
        }
    }

    /** The memory that a stored command takes: two bytes a character of payload and user metadata. */
    static long bytesOf(QueuedCommand queued) {
        long characters = queued.command().payload().length();
        for (Map.Entry<String, String> entry :
                queued.command().header().metadata().user().entrySet()) {
            characters += entry.getKey().length() + entry.getValue().length();
        }
        return 2 * characters;
    }

    private final Work work;
    private final @Nullable Origin origin;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final long acceptedAt = System.nanoTime();
    private long startedAt = acceptedAt;
    private boolean gone;
    private boolean unsure;

    /** A command in memory. */
    Pending(Work work) {
        this(work, null);
    }

    /** A command out of a queue. */
    Pending(Work work, @Nullable Origin origin) {
        this.work = work;
        this.origin = origin;
    }

    Work work() {
        return work;
    }

    CommandHeader header() {
        return work.header();
    }

    /** Where it is stored; null if it is in memory only. */
    @Nullable
    Origin origin() {
        return origin;
    }

    boolean durable() {
        return origin != null;
    }

    /** Whether it stays in memory while this node has no lease for it. */
    boolean keepsPlace() {
        return origin == null || origin.hold().keepsPlace();
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    long acceptedAt() {
        return acceptedAt;
    }

    long startedAt() {
        return startedAt;
    }

    /** By the worker that takes it in hand. */
    void start(long now) {
        startedAt = now;
    }

    /** By the worker that has it in hand: nothing is left to do for it here. */
    void leave() {
        gone = true;
    }

    /** By the worker that has it in hand: an attempt at it may have taken effect. */
    void becomeUnsure() {
        unsure = true;
    }

    boolean unsure() {
        return unsure;
    }

    /** Whether it is to be taken out of its lane. */
    boolean gone() {
        return gone;
    }
}
