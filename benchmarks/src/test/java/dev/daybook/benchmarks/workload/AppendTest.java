package dev.daybook.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.benchmarks.measure.Contender;
import dev.daybook.benchmarks.measure.Measurement;
import dev.daybook.benchmarks.measure.Timing;
import dev.daybook.benchmarks.measure.WorkLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AppendTest {

    private static final Timing SHORT = new Timing(1, Duration.ZERO, Duration.ofMillis(1));

    @Test
    void who_stores_everything_is_measured() throws Exception {
        assertThat(measure(new Append(
                                "all", () -> new Losing(0), Thread.ofPlatform().factory()))
                        .rate())
                .isPositive();
        assertThat(measure(new BulkAppend("all", () -> new Losing(0), 10)).rate())
                .isPositive();
    }

    @Test
    void who_loses_an_event_is_found_out() {
        assertThatThrownBy(() -> measure(new Append(
                        "lost", () -> new Losing(1), Thread.ofPlatform().factory())))
                .hasMessageContaining("the measurement is void");
        assertThatThrownBy(() -> measure(new BulkAppend("lost", () -> new Losing(1), 10)))
                .hasMessageContaining("the measurement is void");
    }

    private static Measurement measure(Contender contender) throws Exception {
        return new WorkLoop(SHORT).measure(contender.begin(), contender.load(2));
    }

    /** Counts the events, but for those that it loses. */
    private static final class Losing implements EventSink {

        private final AtomicLong count = new AtomicLong();
        private final long lost;

        Losing(long lost) {
            this.lost = lost;
        }

        @Override
        public void append(NewEvent event) {
            count.incrementAndGet();
        }

        @Override
        public void append(List<NewEvent> events) {
            count.addAndGet(events.size());
        }

        @Override
        public long count() {
            return Math.max(0, count.get() - lost);
        }

        @Override
        public void close() {}
    }
}
