package dev.daybook.store;

import java.time.Duration;

/**
 * The bounds of a store. A commit beyond them is refused with {@link LimitExceededException} before anything of it is
 * stored. Start from {@link #defaults()} and change what must differ.
 *
 * @param eventBytes of one event's data, as UTF-8
 * @param eventsPerCommit of all appends of one commit together
 * @param metadataBytes of one event's user metadata, keys and values together, as UTF-8
 * @param streamIdLength of a whole stream id, in characters; at most {@value #MAX_STREAM_ID_LENGTH}, the most that a
 *     database index holds in any script
 * @param waiting how much may wait to be committed
 */
public record StoreLimits(int eventBytes, int eventsPerCommit, int metadataBytes, int streamIdLength, Waiting waiting) {

    public static final int MAX_STREAM_ID_LENGTH = 500;

    /**
     * The queue in front of the writer. A caller who finds it full waits, and gives up with
     * {@link StoreUnavailableException} after the timeout.
     *
     * @param commits that may wait at one time
     * @param bytes that their data and user metadata may take together, as UTF-16; one commit larger than this is let in
     *     alone
     * @param timeout for room in the queue and the result together
     */
    public record Waiting(int commits, long bytes, Duration timeout) {
        public Waiting {
            require(commits, "waiting commits");
            require(bytes, "waiting bytes");
            if (timeout.isNegative() || timeout.isZero()) {
                throw new IllegalArgumentException("The timeout of waiting commits must be positive, found " + timeout);
            }
        }
    }

    public StoreLimits {
        require(eventBytes, "event bytes");
        require(eventsPerCommit, "events per commit");
        require(metadataBytes, "metadata bytes");
        require(streamIdLength, "stream id length");
        if (streamIdLength > MAX_STREAM_ID_LENGTH) {
            throw new IllegalArgumentException(
                    "Stream id length is at most " + MAX_STREAM_ID_LENGTH + ", found " + streamIdLength);
        }
    }

    /** 1 MiB an event, 10,000 events a commit, 64 KiB of metadata, ids of 255, 4,096 commits or 64 MiB waiting for 30 s. */
    public static StoreLimits defaults() {
        return new StoreLimits(1 << 20, 10_000, 64 << 10, 255, new Waiting(4_096, 64L << 20, Duration.ofSeconds(30)));
    }

    public StoreLimits withEventBytes(int bytes) {
        return new StoreLimits(bytes, eventsPerCommit, metadataBytes, streamIdLength, waiting);
    }

    public StoreLimits withEventsPerCommit(int events) {
        return new StoreLimits(eventBytes, events, metadataBytes, streamIdLength, waiting);
    }

    public StoreLimits withMetadataBytes(int bytes) {
        return new StoreLimits(eventBytes, eventsPerCommit, bytes, streamIdLength, waiting);
    }

    public StoreLimits withStreamIdLength(int length) {
        return new StoreLimits(eventBytes, eventsPerCommit, metadataBytes, length, waiting);
    }

    public StoreLimits withWaiting(int commits, long bytes, Duration timeout) {
        return new StoreLimits(
                eventBytes, eventsPerCommit, metadataBytes, streamIdLength, new Waiting(commits, bytes, timeout));
    }

    /**
     * Refuses a commit that no store takes; for implementers of {@link EventStore}.
     *
     * @throws LimitExceededException if it is beyond the limits
     * @throws InvalidEventException if its data or user metadata holds half a surrogate pair, which UTF-8 cannot carry
     */
    public void check(Commit commit) {
        LimitCheck.check(this, commit);
    }

    /**
     * Refuses a command that no store takes.
     *
     * @throws LimitExceededException if its stream id, payload or metadata is beyond the limits
     * @throws InvalidEventException if its payload or user metadata holds half a surrogate pair
     */
    public void check(SerializedCommand command) {
        LimitCheck.check(this, command);
    }

    private static void require(long value, String what) {
        if (value < 1) {
            throw new IllegalArgumentException("The limit of " + what + " must be positive, found " + value);
        }
    }
}
