package dev.daybook.benchmarks.projection;

import dev.daybook.benchmarks.workload.EventSink;
import dev.daybook.benchmarks.workload.NewEvent;
import java.util.List;
import java.util.Map;

/**
 * What a log holds to make a read model of. The same for every log of as many keys and events.
 *
 * @param expected the rows that come out, by key
 */
public record FilledStreams(long events, Map<String, OrderTotals> expected) {

    private static final long SEED = 20_261_121;
    private static final int BATCH = 500;

    public FilledStreams {
        expected = Map.copyOf(expected);
    }

    /**
     * Fills a log.
     *
     * @param log an empty one, which this closes
     */
    public static FilledStreams fill(EventSink log, int keys, long events) throws Exception {
        OrderStreams streams = new OrderStreams(keys, SEED);
        long stored = 0;
        try (log) {
            while (stored < events) {
                List<NewEvent> batch = streams.next((int) Math.min(BATCH, events - stored));
                log.append(batch);
                stored += batch.size();
            }
            log.verify(0, events);
        }
        return new FilledStreams(events, streams.expected());
    }
}
