package dev.daybook.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapTrendTest {

    private final HeapTrend heap = new HeapTrend();

    @Test
    void a_steady_growth_is_the_slope() {
        heap.add(0.5, 100);
        heap.add(1.0, 101);
        heap.add(1.5, 102);

        assertThat(heap.conclusion()).contains("100.0 MiB at first", "102.0 MiB at last", "slope +2.00 MiB a minute");
    }

    @Test
    void one_sample_is_no_trend() {
        heap.sample();

        assertThat(heap.conclusion()).contains("Too short");
    }
}
