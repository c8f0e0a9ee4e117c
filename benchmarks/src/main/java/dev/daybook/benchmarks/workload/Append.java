package dev.daybook.benchmarks.workload;

import dev.daybook.benchmarks.measure.Contender;
import dev.daybook.benchmarks.measure.Run;
import java.util.concurrent.ThreadFactory;

/** Appends one event at a time, each writer to streams of its own. */
public record Append(String name, EventSink.Opening<?> opening, ThreadFactory threads) implements Contender {

    @Override
    public Run begin() throws Exception {
        EventSink sink = opening.open();
        return new SinkRun(sink, sink.count(), () -> {
            EventFeed feed = EventFeed.ofStreams();
            return () -> {
                sink.append(feed.next());
                return 1;
            };
        });
    }
}
