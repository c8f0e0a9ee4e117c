package dev.daybook.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class WorkLoopTest {

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

        Measurement closed = measure(slow, Load.closed(1, Thread::new));
        Measurement open = measure(slow, Load.open(1, Thread::new, 500));

        assertThat(closed.p50()).isBetween(19_000.0, 60_000.0);
        assertThat(open.p50()).isGreaterThan(80_000);
    }

    @Test
    void what_is_completed_later_counts_when_it_is_completed() throws Exception {
        AtomicLong begun = new AtomicLong();
        Run run = new Checked() {
            @Override
            public Operation operation() {
                return () -> {
                    begun.addAndGet(1_000_000);
                    return lasting(Duration.ofMillis(1));
                };
            }

            @Override
            public Optional<LongSupplier> completed() {
                return Optional.of(() -> Math.min(begun.get(), 100));
            }
        };

        assertThat(measure(run, Load.closed(1, Thread::new)).rate()).isZero();
    }

    private static Measurement measure(Run run, Load load) throws Exception {
        return new WorkLoop(TIMING).measure(run, load);
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
