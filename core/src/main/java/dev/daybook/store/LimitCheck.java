package dev.daybook.store;

import java.util.Map;

/** Holds a commit against {@link StoreLimits}, and its text against what UTF-8 can carry. */
final class LimitCheck {

    private static final long UNPAIRED = -1;

    private LimitCheck() {}

    static void check(StoreLimits limits, Commit commit) {
        int events = commit.eventCount();
        if (events > limits.eventsPerCommit()) {
            throw new LimitExceededException("A commit holds " + events + " events, allowed are "
                    + limits.eventsPerCommit() + ": split it, or raise StoreLimits.eventsPerCommit");
        }
        for (Append append : commit.appends()) {
            checkStream(limits, append.stream());
            for (SerializedEvent event : append.events()) {
                checkData(limits, append.stream(), event);
                checkMetadata(limits, append.stream(), event);
            }
        }
    }

    private static void checkStream(StoreLimits limits, StreamId stream) {
        int length = stream.category().length() + 1 + stream.key().length();
        if (length > limits.streamIdLength()) {
            throw new LimitExceededException("Stream id '" + Text.excerpt(stream.toString()) + "' has " + length
                    + " characters, allowed are " + limits.streamIdLength()
                    + ": use a shorter key, or raise StoreLimits.streamIdLength");
        }
    }

    private static void checkData(StoreLimits limits, StreamId stream, SerializedEvent event) {
        long bytes = utf8Length(event.data());
        if (bytes == UNPAIRED) {
            throw unpaired("data", stream, event);
        }
        if (bytes > limits.eventBytes()) {
            throw new LimitExceededException("Event " + event.type().name() + " for stream " + stream + " has " + bytes
                    + " bytes of data, allowed are " + limits.eventBytes()
                    + ": keep large content elsewhere and refer to it, or raise StoreLimits.eventBytes");
        }
    }

    private static void checkMetadata(StoreLimits limits, StreamId stream, SerializedEvent event) {
        long bytes = 0;
        for (Map.Entry<String, String> entry : event.metadata().user().entrySet()) {
            long key = utf8Length(entry.getKey());
            long value = utf8Length(entry.getValue());
            if (key == UNPAIRED || value == UNPAIRED) {
                throw unpaired("user metadata", stream, event);
            }
            bytes += key + value;
        }
        if (bytes > limits.metadataBytes()) {
            throw new LimitExceededException("Event " + event.type().name() + " for stream " + stream + " has " + bytes
                    + " bytes of user metadata, allowed are " + limits.metadataBytes()
                    + ": store less, or raise StoreLimits.metadataBytes");
        }
    }

    private static InvalidEventException unpaired(String what, StreamId stream, SerializedEvent event) {
        return new InvalidEventException(
                "The " + what + " of event " + event.type().name() + " for stream " + stream
                        + " holds half a surrogate pair, which UTF-8 cannot carry; nothing of this commit was stored: refuse"
                        + " such text where it comes in");
    }

    /** How many bytes the text takes as UTF-8, counted in one pass without a copy; {@link #UNPAIRED} if it cannot be. */
    private static long utf8Length(String text) {
        int length = text.length();
        long bytes = length;
        int i = 0;
        while (i < length) {
            char c = text.charAt(i++);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c) || i == length || !Character.isLowSurrogate(text.charAt(i++))) {
                    return UNPAIRED;
                }
                bytes += 2;
            } else if (c >= 0x80) {
                bytes += c < 0x800 ? 1 : 2;
            }
        }
        return bytes;
    }
}
