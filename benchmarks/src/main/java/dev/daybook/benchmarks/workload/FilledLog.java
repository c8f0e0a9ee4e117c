package dev.daybook.benchmarks.workload;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A log of many streams, all of {@value EventFeed#WHOLE_STREAM} events, to be read. */
public final class FilledLog implements AutoCloseable {

    private static final int STREAMS_AT_A_TIME = 10;

    private final EventLog log;
    private final List<String> streams;

    private FilledLog(EventLog log, List<String> streams) {
        this.log = log;
        this.streams = streams;
    }

    /**
     * Fills a log.
     *
     * @param log an empty one, which this object closes
     */
    public static FilledLog fill(EventLog log, int streamCount) throws Exception {
        EventFeed feed = EventFeed.ofWholeStreams();
        List<String> streams = new ArrayList<>(streamCount);
        for (int left = streamCount; left > 0; left -= STREAMS_AT_A_TIME) {
            List<NewEvent> events = feed.next(Math.min(left, STREAMS_AT_A_TIME) * EventFeed.WHOLE_STREAM);
            log.append(events);
            events.stream().map(NewEvent::stream).distinct().forEach(streams::add);
        }
        return new FilledLog(log, streams);
    }

    EventLog log() {
        return log;
    }

    List<String> streams() {
        return streams;
    }

    public long events() {
        return (long) streams.size() * EventFeed.WHOLE_STREAM;
    }

    @Override
    public void close() throws SQLException {
        log.close();
    }
}
