package dev.daybook.benchmarks.workload;

import dev.daybook.benchmarks.measure.Contender;
import dev.daybook.benchmarks.measure.Run;

/** Reads the log from the first event to the last, as a rebuild does. */
public record LogRead(String name, FilledLog filled) implements Contender {

    @Override
    public Run begin() {
        return (CheckedRun)
                () -> () -> CheckedRun.expect(filled.events(), filled.log().readAll());
    }
}
