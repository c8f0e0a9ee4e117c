package dev.daybook.benchmarks.measure;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** One contender over all rounds. */
public record Series(String contender, List<Measurement> rounds) {

    public Series {
        rounds = List.copyOf(rounds);
    }

    public double median(ToDoubleFunction<Measurement> figure) {
        return middle(rounds.stream().mapToDouble(figure).sorted().toArray());
    }

    public double lowestRate() {
        return rounds.stream().mapToDouble(Measurement::rate).min().orElseThrow();
    }

    public double highestRate() {
        return rounds.stream().mapToDouble(Measurement::rate).max().orElseThrow();
    }

    /**
     * The median of the ratios, round by round, of this contender's figure to the other's: what slows the machine down for
     * a while slows both.
     */
    public double ratio(Series other, ToDoubleFunction<Measurement> figure) {
        double[] ratios = new double[rounds.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(rounds.get(i))
                    / figure.applyAsDouble(other.rounds().get(i));
        }
        return middle(Arrays.stream(ratios).sorted().toArray());
    }

    private static double middle(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
