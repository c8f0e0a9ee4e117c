package dev.daybook.benchmarks.report;

import dev.daybook.benchmarks.measure.Benchmark;
import dev.daybook.benchmarks.measure.Measurement;
import dev.daybook.benchmarks.measure.Result;
import dev.daybook.benchmarks.measure.Series;
import java.util.Locale;

/** A result as a Markdown table that is also readable in a terminal. */
public final class ResultTable {

    private static final double MICROS_PER_MILLI = 1_000;

    private ResultTable() {}

    public static String of(Result result) {
        StringBuilder table = new StringBuilder(head(result.benchmark()));
        Series first = result.series().getFirst();
        for (Series series : result.series()) {
            table.append(row(series, first));
        }
        return table.toString();
    }

    private static String head(Benchmark benchmark) {
        return """
                **%s**

                | contender | %s: median | lowest – highest | p50 | p99 | p99.9 | first ÷ this: rate | first ÷ this: p99 |
                |---|---:|---:|---:|---:|---:|---:|---:|
                """.formatted(benchmark.title(), benchmark.unit());
    }

    private static String row(Series series, Series first) {
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f – %,.0f | %s | %s | %s | %s | %s |%n",
                series.contender(),
                series.median(Measurement::rate),
                series.lowestRate(),
                series.highestRate(),
                latency(series.median(Measurement::p50)),
                latency(series.median(Measurement::p99)),
                latency(series.median(Measurement::p999)),
                ratio(first.ratio(series, Measurement::rate)),
                ratio(first.ratio(series, Measurement::p99)));
    }

    private static String latency(double micros) {
        return String.format(Locale.ROOT, "%.2f ms", micros / MICROS_PER_MILLI);
    }

    private static String ratio(double ratio) {
        return String.format(Locale.ROOT, "%.2f×", ratio);
    }
}
