package dev.daybook.benchmarks.measure;

import java.util.concurrent.ThreadFactory;

/** One way of doing the work of a benchmark. Used by one thread at a time. */
public interface Contender {

    String name();

    /** Makes ready to be measured once; what writes starts on tables of the same size every time. */
    Run begin() throws Exception;

    /** What its workers run on. */
    default ThreadFactory threads() {
        return Thread.ofPlatform().daemon().factory();
    }

    /** How its work is done, by as many workers as the benchmark has unless it must differ. */
    default Load load(int workers) {
        return Load.closed(workers, threads());
    }
}
