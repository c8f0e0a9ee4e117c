package dev.daybook.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Measures the contenders of a benchmark in turn, round by round, each round beginning with another one, so that what the
 * machine does meanwhile meets all of them alike. The first round warms up and does not count.
 */
public final class Rounds {

    private final Timing timing;
    private final Settling settling;
    private final Progress progress;

    /** Brings the machine into the same state before every measurement. */
    @FunctionalInterface
    public interface Settling {
        void settle() throws Exception;
    }

    /** Told of every measurement; round 0 is the warm-up. */
    @FunctionalInterface
    public interface Progress {
        void measured(Benchmark benchmark, Contender contender, int round, Measurement measurement);
    }

    public Rounds(Timing timing, Settling settling, Progress progress) {
        this.timing = timing;
        this.settling = settling;
        this.progress = progress;
    }

    public Result measure(Benchmark benchmark) throws Exception {
        List<Contender> contenders = benchmark.contenders();
        List<List<Measurement>> measurements = new ArrayList<>();
        contenders.forEach(contender -> measurements.add(new ArrayList<>()));
        for (int round = 0; round <= timing.rounds(); round++) {
            for (int turn = 0; turn < contenders.size(); turn++) {
                int index = (round + turn) % contenders.size();
                Contender contender = contenders.get(index);
                Measurement measurement = once(contender, benchmark.workers());
                progress.measured(benchmark, contender, round, measurement);
                if (round > 0) {
                    measurements.get(index).add(measurement);
                }
            }
        }
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < contenders.size(); i++) {
            series.add(new Series(contenders.get(i).name(), measurements.get(i)));
        }
        return new Result(benchmark, series);
    }

    private Measurement once(Contender contender, int workers) throws Exception {
        try (Run run = contender.begin()) {
            settling.settle();
            return new WorkLoop(timing).measure(run, contender.load(workers));
        }
    }
}
