package dev.daybook.benchmarks.projection;

import dev.daybook.benchmarks.measure.Contender;
import dev.daybook.benchmarks.measure.Operation;
import dev.daybook.benchmarks.measure.Run;
import java.sql.SQLException;
import java.util.Map;

/** Makes a read model of a whole log, as after its definition has changed. */
public record CatchUp(String name, ReadModel.Opening opening, FilledStreams log) implements Contender {

    @Override
    public Run begin() throws Exception {
        ReadModel model = opening.open();
        return new Run() {

            @Override
            public Operation operation() {
                return () -> {
                    model.rebuild();
                    return log.events();
                };
            }

            @Override
            public void verify(long events) throws Exception {
                requireEqual(log.expected(), model.rows());
            }

            @Override
            public void close() throws SQLException {
                model.close();
            }
        };
    }

    /** Refuses a read model that is not the fold of its events. */
    public static void requireEqual(Map<String, OrderTotals> expected, Map<String, OrderTotals> found) {
        if (expected.equals(found)) {
            return;
        }
        long wrong = expected.entrySet().stream()
                .filter(row -> !row.getValue().equals(found.get(row.getKey())))
                .count();
        throw new IllegalStateException("Expected " + expected.size() + " rows, found " + found.size() + "; " + wrong
                + " of those expected are missing or differ: the measurement is void");
    }
}
