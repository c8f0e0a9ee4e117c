package dev.daybook.benchmarks.workload;

import dev.daybook.benchmarks.measure.Contender;
import dev.daybook.benchmarks.measure.Run;

/**
 * Appends batches to new streams.
 *
 * @param batch events that are stored together
 */
public record BulkAppend(String name, EventSink.Opening<?> opening, int batch) implements Contender {

    @Override
    public Run begin() throws Exception {
        EventSink sink = opening.open();
        return new SinkRun(sink, sink.count(), () -> {
            EventFeed feed = EventFeed.ofWholeStreams();
            return () -> {
                sink.append(feed.next(batch));
                return batch;
            };
        });
    }
}
