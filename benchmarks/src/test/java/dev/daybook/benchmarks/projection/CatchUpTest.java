package dev.daybook.benchmarks.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.benchmarks.measure.Measurement;
import dev.daybook.benchmarks.measure.Timing;
import dev.daybook.benchmarks.measure.WorkLoop;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatchUpTest {

    private static final Timing SHORT = new Timing(1, Duration.ZERO, Duration.ofMillis(1));
    private static final OrderTotals ONE = new OrderTotals(1, 2, 300, "customer-1");
    private static final OrderTotals OTHER = new OrderTotals(1, 2, 300, "customer-2");
    private static final FilledStreams LOG = new FilledStreams(2, Map.of("a", ONE, "b", OTHER));

    @Test
    void a_read_model_that_is_the_fold_of_its_log_is_measured() throws Exception {
        assertThat(measure(LOG.expected()).rate()).isPositive();
    }

    @Test
    void a_missing_a_wrong_and_an_added_row_are_found_out() {
        assertThatThrownBy(() -> measure(Map.of("a", ONE)))
                .hasMessageContaining("Expected 2 rows, found 1; 1 of those expected are missing or differ");
        assertThatThrownBy(() -> measure(Map.of("a", ONE, "b", ONE))).hasMessageContaining("found 2; 1 of those");
        assertThatThrownBy(() -> measure(Map.of("a", ONE, "b", OTHER, "c", ONE)))
                .hasMessageContaining("found 3; 0 of those");
    }

    private static Measurement measure(Map<String, OrderTotals> rows) throws Exception {
        CatchUp catchUp = new CatchUp("test", () -> new FixedRows(rows), LOG);
        return new WorkLoop(SHORT).measure(catchUp.begin(), catchUp.load(1));
    }

    private record FixedRows(Map<String, OrderTotals> rows) implements ReadModel {

        @Override
        public void rebuild() {}

        @Override
        public void close() {}
    }
}
