package dev.daybook.benchmarks.workload;

import dev.daybook.benchmarks.measure.Contender;
import dev.daybook.benchmarks.measure.Run;
import java.util.SplittableRandom;

/** Loads streams at random, whole, as to decide on a command. */
public record StreamLoad(String name, FilledLog filled) implements Contender {

    @Override
    public Run begin() {
        return (CheckedRun) () -> {
            SplittableRandom random = new SplittableRandom();
            return () -> {
                String stream =
                        filled.streams().get(random.nextInt(filled.streams().size()));
                CheckedRun.expect(EventFeed.WHOLE_STREAM, filled.log().readStream(stream));
                return 1;
            };
        };
    }
}
