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
                Subject subject = new Subject("event " + event.type().name(), append.stream());
                checkData(limits, subject, event.data());
                checkMetadata(limits, subject, event.metadata());
            }
        }
        for (NewOutcome outcome : commit.outcomes()) {
            checkHeader(limits, outcome.command());
            if (outcome.finding() instanceof NewOutcome.Finding.Known(Verdict verdict)) {
                checkVerdict(limits, outcome.command(), verdict);
            }
        }
        for (Enqueue enqueue : commit.enqueued()) {
            check(limits, enqueue.command());
        }
        commit.documents().forEach(LimitCheck::checkDocuments);
    }

    private static void checkDocuments(DocumentChanges changes) {
        for (Document document : changes.puts()) {
            if (utf8Length(document.key()) == UNPAIRED || utf8Length(document.data()) == UNPAIRED) {
                throw new InvalidEventException(
                        "Document '" + Text.excerpt(document.key()) + "' of collection " + changes.collection()
                                + " holds half a surrogate pair, which UTF-8 cannot carry; nothing of this commit was"
                                + " stored: refuse such text where it comes in");
            }
        }
    }

    static void check(StoreLimits limits, SerializedCommand command) {
        checkHeader(limits, command.header());
        checkData(limits, subjectOf(command.header()), command.payload());
    }

    private static void checkHeader(StoreLimits limits, CommandHeader header) {
        checkStream(limits, header.stream());
        checkMetadata(limits, subjectOf(header), header.metadata());
    }

    private static Subject subjectOf(CommandHeader header) {
        return new Subject("command " + header.type(), header.stream());
    }

    private static void checkVerdict(StoreLimits limits, CommandHeader header, Verdict verdict) {
        String text = switch (verdict) {
            case Verdict.Accepted accepted -> "";
            case Verdict.Refused refused -> refused.code() + refused.reason();
            case Verdict.Discarded discarded -> discarded.by() + discarded.why();
        };
        checkData(limits, subjectOf(header), text);
        if (text.indexOf('\0') >= 0) {
            throw new InvalidEventException("The outcome of " + subjectOf(header)
                    + " holds the character U+0000, which PostgreSQL cannot store; nothing of this commit was stored: leave"
                    + " it out of codes and reasons");
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

    private static void checkData(StoreLimits limits, Subject subject, String data) {
        long bytes = utf8Length(data);
        if (bytes == UNPAIRED) {
            throw unpaired("data", subject);
        }
        if (bytes > limits.eventBytes()) {
            throw new LimitExceededException(subject.atTheBeginning() + " has " + bytes + " bytes of data, allowed are "
                    + limits.eventBytes()
                    + ": keep large content elsewhere and refer to it, or raise StoreLimits.eventBytes");
        }
    }

    private static void checkMetadata(StoreLimits limits, Subject subject, Metadata metadata) {
        long bytes = 0;
        for (Map.Entry<String, String> entry : metadata.user().entrySet()) {
            long key = utf8Length(entry.getKey());
            long value = utf8Length(entry.getValue());
            if (key == UNPAIRED || value == UNPAIRED) {
                throw unpaired("user metadata", subject);
            }
            bytes += key + value;
        }
        if (bytes > limits.metadataBytes()) {
            throw new LimitExceededException(subject.atTheBeginning() + " has " + bytes
                    + " bytes of user metadata, allowed are " + limits.metadataBytes()
                    + ": store less, or raise StoreLimits.metadataBytes");
        }
    }

    private static InvalidEventException unpaired(String what, Subject subject) {
        return new InvalidEventException("The " + what + " of " + subject
                + " holds half a surrogate pair, which UTF-8 cannot carry; nothing of this commit was stored: refuse"
                + " such text where it comes in");
    }

    /** What a message is about. */
    private record Subject(String what, StreamId stream) {

        String atTheBeginning() {
            String text = toString();
            return Character.toUpperCase(text.charAt(0)) + text.substring(1);
        }

        @Override
        public String toString() {
            return what + " for stream " + stream;
        }
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
