package dev.daybook.benchmarks.measure;

/** What one worker does again and again; its latency is measured. Used by one thread. */
@FunctionalInterface
public interface Operation {

    /** Tells how many of the benchmark's units, such as events, were done. */
    long perform() throws Exception;
}
