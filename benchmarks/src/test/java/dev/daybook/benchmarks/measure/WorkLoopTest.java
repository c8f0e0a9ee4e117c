package dev.daybook.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class WorkLoopTest {

    private static final int MOST_TRIES = 50;
    private static final Timing TIMING = new Timing(1, Duration.ofMillis(20), Duration.ofMillis(200));

    @Test
    void a_worker_that_waited_all_the_time_for_others_has_waited() throws Exception {
        Measurement measurement = measure(new Once(Duration.ofMillis(400)), Load.closed(1, Thread::new));

        assertThat(measurement.rate()).isLessThanOrEqualTo(2.5);
        assertThat(measurement.p50()).isGreaterThan(399_000);
    }

    @Test
    void an_operation_that_begins_late_since_others_are_slow_has_waited_from_its_time() throws Exception {
        Run slow = (Checked) () -> () -> lasting(Duration.ofMillis(20));

        Measurement closed = undisturbed(slow, Load.closed(1, Thread::new), measurement -> measurement.p50() < 60_000);
        Measurement open = undisturbed(slow, Load.open(1, Thread::new, 500), measurement -> measurement.p50() > 80_000);

        assertThat(closed.p50()).isBetween(19_000.0, 60_000.0);
        assertThat(open.p50()).isGreaterThan(80_000);
    }

    @Test
    void what_is_completed_later_counts_when_it_is_completed() throws Exception {
        Run run = new Checked() {
            @Override
            public Operation operation() {
                return () -> 1_000_000;
            }

            @Override
            public Optional<LongSupplier> completed() {
                return Optional.of(() -> 100);
            }
        };

        assertThat(measure(run, Load.closed(1, Thread::new)).rate()).isZero();
    }

    private static Measurement measure(Run run, Load load) throws Exception {
        return new WorkLoop(TIMING).measure(run, load);
    }

    /** The first measurement as expected, or the last of many: a machine that is busy with other things stalls one, not each. */
    private static Measurement undisturbed(Run run, Load load, Predicate<Measurement> expected) throws Exception {
        Measurement measurement = measure(run, load);
        for (int i = 1; i < MOST_TRIES && !expected.test(measurement); i++) {
            measurement = measure(run, load);
        }
        return measurement;
    }

    private static long lasting(Duration time) {
        Timetable.await(System.nanoTime() + time.toNanos());
        return 1;
    }

    /** A run that needs no check. */
    @FunctionalInterface
    private interface Checked extends Run {
        @Override
        default void verify(long units) {}
    }

    /** Takes long for the first operation and no time for any other. */
    private record Once(Duration time) implements Checked {
        @Override
        public Operation operation() {
            AtomicLong left = new AtomicLong(time.toNanos());
            return () -> lasting(Duration.ofNanos(left.getAndSet(0)));
        }
    }
}
