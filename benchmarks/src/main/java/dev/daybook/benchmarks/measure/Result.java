package dev.daybook.benchmarks.measure;

import java.util.List;

/** What a benchmark came to: one series a contender, in the benchmark's order. */
public record Result(Benchmark benchmark, List<Series> series) {

    public Result {
        series = List.copyOf(series);
    }
}
