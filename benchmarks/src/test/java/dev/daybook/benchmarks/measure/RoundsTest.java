package dev.daybook.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {

    private static final Timing TWO_ROUNDS = new Timing(2, Duration.ZERO, Duration.ofMillis(1));

    @Test
    void every_round_begins_with_another_contender_and_the_first_does_not_count() throws Exception {
        List<String> turns = new ArrayList<>();
        Rounds rounds = new Rounds(
                TWO_ROUNDS,
                () -> {},
                (benchmark, contender, round, measurement) -> turns.add(round + contender.name()));

        Result result = rounds.measure(benchmark(() -> 1));

        assertThat(turns).containsExactly("0a", "0b", "1b", "1a", "2a", "2b");
        assertThat(result.series()).extracting(Series::contender).containsExactly("a", "b");
        assertThat(result.series())
                .allSatisfy(series -> assertThat(series.rounds()).hasSize(2));
    }

    @Test
    void a_failing_worker_ends_the_measurement() {
        Rounds rounds = new Rounds(TWO_ROUNDS, () -> {}, (benchmark, contender, round, measurement) -> {});
        Operation failing = () -> {
            throw new IllegalStateException("disk full");
        };

        assertThatThrownBy(() -> rounds.measure(benchmark(failing))).hasMessageContaining("disk full");
    }

    private static Benchmark benchmark(Operation operation) {
        return new Benchmark("benchmark", "events/s", 3, List.of(new Fake("a", operation), new Fake("b", operation)));
    }

    private record Fake(String name, Operation operation) implements Contender, Run {

        @Override
        public Run begin() {
            return this;
        }

        @Override
        public void verify(long units) {
            assertThat(units).isPositive();
        }
    }
}
