package dev.daybook.sql;

import static java.util.Objects.requireNonNull;

import dev.daybook.store.Append;
import dev.daybook.store.ExpectedVersion;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StreamId;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A group laid out as the array parameters of {@code commit_group}; see there for what each holds. */
final class GroupArrays {

    private static final long ANY = -1;
    private static final long EXISTS = -2;

    private final String[] streams;
    private final int[] commitAppends;
    private final int[] appendStream;
    private final long[] appendExpected;
    private final int[] appendEvents;
    private final int[] eventAppend;
    private final int[] eventIndex;
    private final int[] eventSlice;
    private final String[] eventType;
    private final int[] eventRevision;
    private final String[] eventId;
    private final @Nullable String[] eventCorrelation;
    private final @Nullable String[] eventCausation;
    private final String[] eventData;
    private final @Nullable String[] eventMetadata;

    private GroupArrays(int streamCount, int commits, int appends, int events) {
        streams = new String[streamCount];
        commitAppends = new int[commits];
        appendStream = new int[appends];
        appendExpected = new long[appends];
        appendEvents = new int[appends];
        eventAppend = new int[events];
        eventIndex = new int[events];
        eventSlice = new int[events];
        eventType = new String[events];
        eventRevision = new int[events];
        eventId = new String[events];
        eventCorrelation = new String[events];
        eventCausation = new String[events];
        eventData = new String[events];
        eventMetadata = new String[events];
    }

    static GroupArrays of(CommitGroup group) {
        Map<StreamId, Integer> streams = group.streams();
        GroupArrays arrays =
                new GroupArrays(streams.size(), group.entries().size(), group.appendCount(), group.eventCount());
        arrays.putStreams(streams.keySet());
        int append = 0;
        int event = 0;
        for (int commit = 0; commit < group.entries().size(); commit++) {
            var appends = group.entries().get(commit).commit().appends();
            arrays.commitAppends[commit] = appends.size();
            for (Append one : appends) {
                arrays.putAppend(append, one, requireNonNull(streams.get(one.stream())) + 1);
                event = arrays.putEvents(event, one, append + 1);
                append++;
            }
        }
        return arrays;
    }

    private void putStreams(Set<StreamId> ids) {
        int i = 0;
        for (StreamId id : ids) {
            streams[i++] = id.toString();
        }
    }

    private void putAppend(int index, Append append, int stream) {
        appendStream[index] = stream;
        appendExpected[index] = switch (append.expected()) {
            case ExpectedVersion.Exactly exactly -> exactly.version().value();
            case ExpectedVersion.NoneYet() -> 0;
            case ExpectedVersion.Exists() -> EXISTS;
            case ExpectedVersion.Any() -> ANY;
        };
        appendEvents[index] = append.events().size();
    }

    private int putEvents(int from, Append append, int appendNumber) {
        int slice = append.stream().slice();
        int i = from;
        for (SerializedEvent event : append.events()) {
            eventAppend[i] = appendNumber;
            eventIndex[i] = i - from + 1;
            eventSlice[i] = slice;
            eventType[i] = event.type().name();
            eventRevision[i] = event.type().revision();
            eventId[i] = event.id().toString();
            eventCorrelation[i] = event.metadata().correlation().orElse(null);
            eventCausation[i] = event.metadata().causation().orElse(null);
            eventData[i] = event.data();
            eventMetadata[i] = MetadataJson.write(event.metadata());
            i++;
        }
        return i;
    }

    /** Binds the arrays in the order of the statement, from the given parameter on. */
    void bind(PreparedStatement statement, int first) throws SQLException {
        int next = first;
        for (Object array : new Object[] {
            streams,
            commitAppends,
            appendStream,
            appendExpected,
            appendEvents,
            eventAppend,
            eventIndex,
            eventSlice,
            eventType,
            eventRevision,
            eventId,
            eventCorrelation,
            eventCausation,
            eventData,
            eventMetadata
        }) {
            statement.setObject(next++, array);
        }
    }
}
