package dev.daybook.benchmarks.daybook;

import dev.daybook.benchmarks.measure.Contender;
import dev.daybook.benchmarks.measure.Operation;
import dev.daybook.benchmarks.measure.Run;
import java.util.SplittableRandom;

/** Loads the states of a long stream at versions at random. */
public record StateLoad(String name, LongStream stream, boolean withSnapshots) implements Contender {

    @Override
    public Run begin() {
        return new Loading(stream.reader(withSnapshots), stream.events());
    }

    private record Loading(LongStream.Reader reader, long events) implements Run {

        @Override
        public Operation operation() {
            SplittableRandom random = new SplittableRandom();
            return () -> {
                long version = 1 + random.nextLong(events);
                long found = reader.load(version);
                if (found != version) {
                    throw new IllegalStateException("Expected the state at version " + version + ", found that at "
                            + found + ": the measurement is void");
                }
                return 1;
            };
        }

        @Override
        public void verify(long units) {}

        @Override
        public void close() {
            reader.close();
        }
    }
}
