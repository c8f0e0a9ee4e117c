package dev.daybook.benchmarks.workload;

import java.util.List;

/** Where events are stored. Safe for use by many threads. */
public interface EventSink extends Counted {

    /** Opens a sink on empty tables. */
    @FunctionalInterface
    interface Opening<S extends EventSink> {
        S open() throws Exception;
    }

    /** Stores one event durably, if its stream is at the version before it; throws if not. */
    void append(NewEvent event) throws Exception;

    /** Stores all events durably, or none. */
    void append(List<NewEvent> events) throws Exception;
}
