package dev.daybook.benchmarks.workload;

import dev.daybook.benchmarks.measure.Run;

/** A run that reads, where every single operation checks what it got. */
@FunctionalInterface
interface CheckedRun extends Run {

    @Override
    default void verify(long units) {}

    static long expect(long events, long found) {
        if (found != events) {
            throw new IllegalStateException(
                    "Expected to read " + events + " events, found " + found + ": the measurement is void");
        }
        return found;
    }
}
