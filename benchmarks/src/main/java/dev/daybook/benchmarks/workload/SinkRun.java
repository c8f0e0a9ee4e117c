package dev.daybook.benchmarks.workload;

import dev.daybook.benchmarks.measure.Operation;
import dev.daybook.benchmarks.measure.Run;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * A run that stores, and is void if the events are not there afterwards.
 *
 * @param before how many events there were
 */
record SinkRun(EventSink sink, long before, Supplier<Operation> operations) implements Run {

    @Override
    public Operation operation() {
        return operations.get();
    }

    @Override
    public void verify(long events) throws Exception {
        sink.verify(before, events);
    }

    @Override
    public void close() throws SQLException {
        sink.close();
    }
}
