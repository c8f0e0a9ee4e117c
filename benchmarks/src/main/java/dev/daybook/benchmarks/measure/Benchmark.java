package dev.daybook.benchmarks.measure;

import java.util.List;

/**
 * The same work for several contenders.
 *
 * @param unit what is counted, in the plural
 * @param contenders the first is the one that all others are compared with
 */
public record Benchmark(String title, String unit, int workers, List<Contender> contenders) {

    public Benchmark {
        contenders = List.copyOf(contenders);
    }
}
